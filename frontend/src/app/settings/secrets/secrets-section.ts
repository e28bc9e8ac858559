import { Component, type ElementRef, computed, inject, signal, viewChild } from '@angular/core';
import type { SecretDto } from '../../../api/models';
import { ConfirmOrder } from '../../core/live/confirm-order';
import { liveResource } from '../../core/live/live-resource';
import { toProblem } from '../../core/to-problem';
import { Age } from '../../ui/age';
import { Button } from '../../ui/button';
import { CommandCopier } from '../../ui/command-copier';
import { Menu, type MenuItem } from '../../ui/menu';
import type { Problem } from '../../ui/problem';
import { ProblemNote } from '../../ui/problem-note';
import { Skeleton } from '../../ui/skeleton';
import { Toasts } from '../../ui/toasts';
import { SettingsApi } from '../settings-api';
import { SecretForm, type NewSecret } from './secret-form';

/** What is being done: to a secret of the list, or adding one. */
interface Doing {
  what: 'add' | 'replace' | 'remove';
  name: string;
}

/** Which secrets there are. Their values go in and never come out. */
@Component({
  selector: 'h0-secrets-section',
  imports: [Age, Button, ConfirmOrder, Menu, ProblemNote, SecretForm, Skeleton],
  templateUrl: './secrets-section.html',
  styleUrls: ['../../ui/record-section.css', './secrets-section.css'],
})
export class SecretsSection {
  private readonly api = inject(SettingsApi);
  private readonly toasts = inject(Toasts);
  private readonly copier = inject(CommandCopier);
  private readonly heading = viewChild.required<ElementRef<HTMLElement>>('heading');

  private readonly list = liveResource<readonly SecretDto[]>({
    read: () => this.api.secrets(),
    rereadOn: { 'secret.changed': true },
  });

  protected readonly secrets = this.list.value;
  protected readonly unread = this.list.failure;
  protected readonly doing = signal<Doing | null>(null);
  protected readonly refused = signal<Problem | null>(null);
  protected readonly busy = signal(false);
  protected readonly adding = computed(() => this.doing()?.what === 'add');

  protected menu({ name, updatedAt }: SecretDto): readonly MenuItem[] {
    return this.copier.items(`hal0 secret set ${name}`, ...(updatedAt ? [`hal0 secret rm ${name}`] : []));
  }

  protected does(what: Doing['what'], name: string): boolean {
    const doing = this.doing();
    return doing?.what === what && doing.name === name;
  }

  protected begin(what: Doing['what'], name = ''): void {
    this.refused.set(null);
    this.doing.set({ what, name });
  }

  /** The keyboard goes back to the list: what it was on is gone. */
  protected end(): void {
    this.doing.set(null);
    this.refused.set(null);
    this.heading().nativeElement.focus({ preventScroll: true });
  }

  protected load(): Promise<void> {
    return this.list.load();
  }

  protected write({ name, value }: NewSecret): Promise<void> {
    return this.ask(`${name} is set.`, () => this.api.writeSecret(name, value));
  }

  protected remove(name: string): Promise<void> {
    return this.ask(`${name} is removed.`, () => this.api.removeSecret(name));
  }

  private async ask(done: string, request: () => Promise<void>): Promise<void> {
    this.busy.set(true);
    this.refused.set(null);
    try {
      await request();
      this.end();
      this.toasts.tell(done);
      await this.load();
    } catch (error) {
      this.refused.set(toProblem(error));
    } finally {
      this.busy.set(false);
    }
  }
}

import { DOCUMENT, Component, Injector, afterNextRender, computed, effect, inject, signal } from '@angular/core';
import { Router } from '@angular/router';
import type { SetupStateDto } from '../../api/models';
import { BundlePicker } from '../core/bundles/bundle-picker';
import { BundleRunView } from '../core/bundles/bundle-run-view';
import { BundlesStore } from '../core/bundles/bundles.store';
import { liveResource } from '../core/live/live-resource';
import { Order } from '../core/live/order';
import { SetupCode } from '../core/session/setup-code';
import { toProblem } from '../core/to-problem';
import { Button } from '../ui/button';
import { CommandLine } from '../ui/command-line';
import { ErrorState } from '../ui/error-state';
import { InputField } from '../ui/input-field';
import type { Problem } from '../ui/problem';
import { ProblemNote } from '../ui/problem-note';
import { SetupApi } from './setup-api';

/** The first run: who may set this box up, which models it gets, and how far they are. Downloads nothing unasked. */
@Component({
  selector: 'h0-setup-page',
  imports: [BundlePicker, BundleRunView, Button, CommandLine, ErrorState, InputField, Order, ProblemNote],
  templateUrl: './setup-page.html',
  styleUrl: './setup-page.css',
  providers: [BundlesStore],
})
export class SetupPage {
  private readonly api = inject(SetupApi);
  private readonly code = inject(SetupCode);
  private readonly router = inject(Router);
  private readonly document = inject(DOCUMENT);
  private readonly injector = inject(Injector);
  protected readonly bundles = inject(BundlesStore);
  protected readonly state = liveResource<SetupStateDto>({
    read: () => this.api.state(),
    rereadOn: {
      'bundle.run': ({ run }) => run.state !== 'running',
      'registry.changed': true,
      audit: ({ record }) => record.action === 'setup.complete' || record.action === 'bundle.skip',
    },
    atMostEveryMs: 2000,
  });
  protected readonly typed = signal('');
  protected readonly busy = signal(false);
  protected readonly checking = signal(false);
  protected readonly refused = signal<Problem | null>(null);

  protected readonly asksForCode = computed(
    () => (this.state.value()?.codeRequired ?? false) && (this.code.value() === '' || this.checking()),
  );
  protected readonly run = this.bundles.run;
  protected readonly chosen = computed(() => this.run() !== null);

  constructor() {
    let known: string | null | undefined;
    effect(() => {
      if (this.bundles.value() === null) return;
      const id = this.run()?.id ?? null;
      // What was pressed has gone, and how far it is stands at the top.
      if (known !== undefined && id !== known) this.attend('bundle-run');
      known = id;
    });
  }

  /** A wrong code is told here, not when a bundle has been chosen. */
  protected async enter(): Promise<void> {
    const typed = this.typed().trim();
    if (typed === '' || this.checking()) return;
    this.refused.set(null);
    this.checking.set(true);
    this.code.value.set(typed);
    try {
      await this.api.checkCode();
      this.attend('first-run');
    } catch (error) {
      this.code.value.set('');
      this.refused.set(toProblem(error));
    } finally {
      this.checking.set(false);
    }
  }

  protected forgetCode(): void {
    this.refused.set(null);
    this.typed.set('');
    this.code.value.set('');
  }

  protected canForgetCode(): boolean {
    return this.code.value() !== '';
  }

  protected skip(): Promise<void> {
    return this.end('/models', () => this.api.skipBundles());
  }

  protected finish(): Promise<void> {
    return this.end('/slots');
  }

  /** Takes the eye and the keyboard there. */
  private attend(id: string): void {
    afterNextRender({ read: () => this.document.getElementById(id)?.focus() }, { injector: this.injector });
  }

  private async end(next: string, before?: () => Promise<void>): Promise<void> {
    this.busy.set(true);
    this.refused.set(null);
    try {
      await before?.();
      await this.api.complete();
      await this.router.navigateByUrl(next);
    } catch (error) {
      this.refused.set(toProblem(error));
    } finally {
      this.busy.set(false);
    }
  }
}

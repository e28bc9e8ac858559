import { DOCUMENT, Component, computed, inject, signal } from '@angular/core';
import type { ApiKeyDto, NewApiKeyDto } from '../../api/models';
import { ConfirmOrder } from '../core/live/confirm-order';
import { Order } from '../core/live/order';
import { toProblem } from '../core/to-problem';
import { Age } from '../ui/age';
import { Button } from '../ui/button';
import { Chip } from '../ui/chip';
import { CommandLine } from '../ui/command-line';
import { ErrorState } from '../ui/error-state';
import { Icon } from '../ui/icon/icon';
import { keyboardWithin } from '../ui/keyboard';
import { Note } from '../ui/note';
import { Skeleton } from '../ui/skeleton';
import { Toasts } from '../ui/toasts';
import { KeyForm } from './key-form';
import { KeysApi, type KeyRequirement } from './keys-api';
import { KeysStore } from './keys.store';

const REQUIREMENTS: readonly { id: KeyRequirement; label: string; help: string }[] = [
  { id: 'off', label: 'Nobody', help: 'Whoever reaches this box may use it. A key that is given counts all the same.' },
  {
    id: 'inference',
    label: 'Who asks a model',
    help: 'The dashboard and its API stay open to whoever reaches this box.',
  },
  { id: 'all', label: 'Everybody', help: 'The dashboard too: it is signed in to with a key that has no limits.' },
];

/** Keys of clients, and whether hal0 asks for them. */
@Component({
  selector: 'h0-keys-page',
  imports: [Age, Button, Chip, CommandLine, ConfirmOrder, ErrorState, Icon, KeyForm, Note, Order, Skeleton],
  templateUrl: './keys-page.html',
  styleUrls: ['../ui/record-section.css', './keys-page.css'],
  providers: [KeysStore],
})
export class KeysPage {
  private readonly api = inject(KeysApi);
  private readonly toasts = inject(Toasts);
  private readonly keyboardTo = keyboardWithin();
  private readonly origin = inject(DOCUMENT).location.origin;

  protected readonly requirements = REQUIREMENTS;
  private readonly store = inject(KeysStore);
  protected readonly keys = this.store.keys;
  protected readonly requirement = this.store.requirement;
  protected readonly adding = signal(false);
  protected readonly revoking = signal<string | null>(null);
  protected readonly made = signal<NewApiKeyDto | null>(null);
  protected readonly busy = signal(false);

  /** Asking everybody without a key that may sign in would shut the dashboard. */
  protected readonly canSignIn = computed(() =>
    (this.keys.value() ?? []).some(({ slots, localOnly }) => slots === null && !localOnly),
  );
  private readonly example = computed(() => this.made()?.key ?? 'hal0_…');
  protected readonly curl = computed(
    () => `curl ${this.origin}/v1/models -H "Authorization: Bearer ${this.example()}"`,
  );
  protected readonly python = computed(
    () => `client = OpenAI(base_url="${this.origin}/v1", api_key="${this.example()}")`,
  );

  protected limits({ slots }: ApiKeyDto): string {
    return slots === null ? 'all slots' : slots.join(', ');
  }

  protected begin(): void {
    this.made.set(null);
    this.adding.set(true);
  }

  protected dismiss(): void {
    this.adding.set(false);
    this.keyboardTo('#create-key');
  }

  protected show(key: NewApiKeyDto): void {
    this.adding.set(false);
    this.made.set(key);
    this.keyboardTo('#key-copied');
    void this.keys.load();
  }

  protected forget(): void {
    this.made.set(null);
    this.keyboardTo('#create-key');
  }

  protected async revoke(name: string): Promise<void> {
    await this.during(`${name} was not revoked.`, async () => {
      await this.api.revoke(name);
      if (this.made()?.name === name) this.made.set(null);
      this.revoking.set(null);
      await this.keys.load();
      this.keyboardTo('#create-key');
    });
  }

  protected async ask(requirement: KeyRequirement): Promise<void> {
    await this.during('Who needs a key was not changed.', async () => {
      await this.api.require(requirement);
      this.requirement.set(requirement);
    });
  }

  private async during(failed: string, act: () => Promise<void>): Promise<void> {
    this.busy.set(true);
    try {
      await act();
    } catch (error) {
      this.toasts.report(failed, toProblem(error));
    } finally {
      this.busy.set(false);
    }
  }
}

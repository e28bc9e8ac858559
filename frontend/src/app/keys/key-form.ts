import { Component, computed, inject, output, signal } from '@angular/core';
import type { NewApiKeyDto } from '../../api/models';
import { Attempt } from '../core/attempt';
import { Order } from '../core/live/order';
import { SlotsStore } from '../core/slots/slots.store';
import { Button } from '../ui/button';
import { InputField } from '../ui/input-field';
import { keyboardWithin } from '../ui/keyboard';
import { ProblemNote } from '../ui/problem-note';
import { Switch } from '../ui/switch';
import { KeysApi } from './keys-api';

/** Makes a key: its name, and what it may do. */
@Component({
  selector: 'h0-key-form',
  imports: [Button, InputField, Order, ProblemNote, Switch],
  template: `
    <form novalidate (submit)="$event.preventDefault(); create()">
      <h0-input-field
        label="Name"
        for="key-name"
        help="Who or what will use it. Stands in the record of each request."
        placeholder="laptop"
        [error]="attempt.errors().get('name')"
        [value]="name()"
        (typed)="name.set($event)"
      />
      <fieldset>
        <legend>Slots it may use</legend>
        <label
          ><input type="radio" name="key-slots" [checked]="slots() === null" (change)="slots.set(null)" /> All</label
        >
        <label
          ><input type="radio" name="key-slots" [checked]="slots() !== null" (change)="slots.set([])" /> Only
          these</label
        >
        @if (slots(); as chosen) {
          <div class="slots">
            @for (slot of store.slots(); track slot.name) {
              <label
                ><input type="checkbox" [checked]="chosen.includes(slot.name)" (change)="toggle(slot.name)" />
                {{ slot.name }}</label
              >
            }
          </div>
        }
      </fieldset>
      <h0-switch [checked]="localOnly()" describedBy="key-local-help" (changed)="localOnly.set($event)"
        >Local only</h0-switch
      >
      <p class="quiet" id="key-local-help">Nothing of its requests leaves this box, not even by a fallback.</p>
      @if (limited()) {
        <p class="quiet">A key with limits is for models only; the dashboard cannot be signed in to with it.</p>
      }
      @if (attempt.refused(); as problem) {
        <h0-problem-note role="alert" [problem]="problem" />
      }
      <div class="acts">
        <button h0-button h0-order variant="primary" type="submit" [disabled]="!can()">Create the key</button>
        <button h0-button variant="quiet" type="button" (click)="dismissed.emit()">Cancel</button>
      </div>
    </form>
  `,
  styleUrls: ['../ui/record-form.css', './key-form.css'],
  host: { '(keydown.escape)': 'dismissed.emit()' },
})
export class KeyForm {
  readonly created = output<NewApiKeyDto>();
  readonly dismissed = output();

  protected readonly store = inject(SlotsStore);
  private readonly api = inject(KeysApi);
  protected readonly name = signal('');
  /** Null for all. */
  protected readonly slots = signal<readonly string[] | null>(null);
  protected readonly localOnly = signal(false);
  protected readonly attempt = new Attempt();

  protected readonly limited = computed(() => this.slots() !== null || this.localOnly());
  protected readonly can = computed(() => this.name() !== '' && this.slots()?.length !== 0 && !this.attempt.busy());

  constructor() {
    keyboardWithin()('input');
  }

  protected toggle(slot: string): void {
    this.slots.update((slots) =>
      slots?.includes(slot) ? slots.filter((other) => other !== slot) : [...(slots ?? []), slot],
    );
  }

  protected create(): Promise<void> {
    if (!this.can()) return Promise.resolve();
    const slots = this.slots();
    return this.attempt.run(async () => {
      const body = { name: this.name(), slots: slots && [...slots], localOnly: this.localOnly() };
      this.created.emit(await this.api.create(body));
    });
  }
}

import { Component, booleanAttribute, computed, inject, input } from '@angular/core';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/chip';
import { Field } from '../../ui/field';
import { Icon } from '../../ui/icon/icon';
import { Switch } from '../../ui/switch';
import { SettingsDraft } from '../settings-draft';
import { SettingsStore } from '../settings.store';
import type { Setting } from './setting';
import { describe, isHidden, type ControlInput } from './setting-input';

/** One setting: its control, what it means, where its value came from, and the way back. */
@Component({
  selector: 'h0-setting-row',
  imports: [Button, Chip, Field, Icon, Switch],
  templateUrl: './setting-row.html',
  styleUrl: './setting-row.css',
  host: { '[class.edited]': 'edit() !== undefined' },
})
export class SettingRow {
  readonly setting = input.required<Setting>();
  /** Names the section too, where settings of several stand together. */
  readonly full = input(false, { transform: booleanAttribute });

  private readonly store = inject(SettingsStore);
  private readonly draft = inject(SettingsDraft);

  protected readonly id = computed(() => `setting-${this.setting().key}`);
  protected readonly describedBy = computed(() =>
    ['unit', 'help', 'facts'].map((part) => `${this.id()}-${part}`).join(' '),
  );
  protected readonly label = computed(() => (this.full() ? this.setting().key : this.setting().name));
  protected readonly origin = computed(() => this.store.origin(this.setting()));
  protected readonly edit = computed(() => this.draft.editOf(this.setting()));
  protected readonly error = computed(() => {
    const fault = this.draft.errorOf(this.setting());
    return fault === null ? null : `${this.label()} ${fault}.`;
  });
  protected readonly value = computed(() => this.draft.inputOf(this.setting()));
  protected readonly text = computed(() => String(this.value()));
  protected readonly held = computed(() => this.origin().heldBy !== null);
  protected readonly lines = computed(() => Math.max(1, this.text().split('\n').length));
  protected readonly placeholder = computed(() => {
    const value = this.store.value(this.setting());
    return isHidden(value) || value === '' ? describe(value) : 'not set';
  });
  protected readonly standard = computed(() => describe(this.setting().default));
  protected readonly canReset = computed(() => this.origin().inFile && !this.edit());

  /** Bounds, default and when it acts, in one line. */
  protected readonly facts = computed(() => {
    const { kind, bounds, default: standard, needsRestart } = this.setting();
    return [
      kind === 'list' ? 'one per line' : '',
      bounds,
      standard === undefined ? 'not set by default' : `default ${this.standard()}`,
      needsRestart ? 'acts after a restart' : 'acts at once',
    ]
      .filter(Boolean)
      .join(' · ');
  });

  protected type(event: Event): void {
    this.draft.change(this.setting(), (event.target as HTMLInputElement).value);
  }

  protected choose(input: ControlInput | null): void {
    this.draft.change(this.setting(), input);
    this.settle();
  }

  protected drop(): void {
    this.draft.drop(this.setting());
    this.settle();
  }

  /** What was typed is done with: let the API look at it. */
  protected settle(): void {
    void this.draft.check();
  }
}

import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import type { ModelDto, SlotDto, UpdateSlotDto } from '../../api/models';
import { SlotActions } from '../core/slots/slot-actions';
import { describeAge } from '../ui/age';
import { Button } from '../ui/button';
import { describeBytes } from '../ui/bytes';
import { ProblemNote } from '../ui/problem-note';
import { Switch } from '../ui/switch';
import { ModelsStore } from './models.store';

/** What can be changed here. */
type Draft = Pick<UpdateSlotDto, 'model' | 'enabled'>;

/** The record of a slot: model and whether it is enabled to change, the rest to read. */
@Component({
  selector: 'h0-slot-configuration',
  imports: [Button, ProblemNote, Switch],
  templateUrl: './slot-configuration.html',
  styleUrl: './slot-configuration.css',
  providers: [ModelsStore],
})
export class SlotConfiguration {
  readonly slot = input.required<SlotDto>();

  protected readonly describeAge = describeAge;
  protected readonly store = inject(ModelsStore);
  protected readonly actions = inject(SlotActions);

  private readonly name = computed(() => this.slot().name);
  /** Kept while the slot changes underneath, dropped when another slot is opened. */
  private readonly draft = linkedSignal<string, Draft>({ source: this.name, computation: () => ({}) });

  protected readonly enabled = computed(() => this.draft().enabled ?? this.slot().enabled);
  protected readonly model = computed(() => {
    const { model } = this.draft();
    return model === undefined ? this.slot().model : model;
  });
  protected readonly fitting = computed(() =>
    (this.store.models() ?? []).filter(({ type }) => type === this.slot().type),
  );
  /** A model that a slot has may be gone from the registry; it is listed all the same, as it is what stands there. */
  protected readonly missing = computed(() => {
    const { model } = this.slot();
    return model !== null && this.store.models() !== null && !this.fitting().some(({ id }) => id === model)
      ? model
      : null;
  });
  protected readonly chosen = computed(() => this.fitting().find(({ id }) => id === this.model()));

  /** Only what differs from the slot as it is now. */
  protected readonly patch = computed<Draft>(() => ({
    ...(this.model() !== this.slot().model && { model: this.model() }),
    ...(this.enabled() !== this.slot().enabled && { enabled: this.enabled() }),
  }));
  protected readonly changes = computed(() => {
    const { model, enabled } = this.patch();
    return [
      ...(model === undefined ? [] : [model === null ? 'no model' : `model ${model}`]),
      ...(enabled === undefined ? [] : [enabled ? 'enabled' : 'disabled']),
    ].join(', ');
  });

  protected choose(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    this.draft.update((draft) => ({ ...draft, model: value || null }));
  }

  protected enable(enabled: boolean): void {
    this.draft.update((draft) => ({ ...draft, enabled }));
  }

  protected discard(): void {
    this.draft.set({});
  }

  protected async save(): Promise<void> {
    if (await this.actions.configure(this.slot().name, this.patch())) this.discard();
  }

  protected describe(model: ModelDto): string {
    const size = describeBytes(model.sizeBytes);
    return model.toy ? `${model.id} · ${size} · toy` : `${model.id} · ${size}`;
  }
}

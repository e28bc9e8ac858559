import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import type { Device, ModelDto, SlotDto, UpdateSlotDto } from '../../../api/models';
import { fieldErrors } from '../../core/field-errors';
import { ModelsStore } from '../../core/models.store';
import { isLoaded } from '../../core/slots/next-action';
import { SlotActions } from '../../core/slots/slot-actions';
import { toProblem } from '../../core/to-problem';
import { Button } from '../../ui/button';
import { describeBytes } from '../../ui/bytes';
import { asChoices } from '../../ui/choice';
import { InputField } from '../../ui/input-field';
import { InputFields } from '../../ui/input-fields';
import type { Problem } from '../../ui/problem';
import { ProblemNote } from '../../ui/problem-note';
import { SelectField } from '../../ui/select-field';
import { Switch } from '../../ui/switch';
import { DeviceChoice } from './device-choice';
import { SlotFallback, type Fallback } from './fallback/slot-fallback';
import { SetupStore } from './setup.store';
import { TYPED_FIELDS, describePatch, profileSays, type TypedKey } from './slot-fields';
import { Order } from '../../core/live/order';

/** The model server is started with these, so a loaded model is loaded again for them. */
const RELOADS: readonly (keyof UpdateSlotDto)[] = [
  'model',
  'device',
  'profile',
  'contextSize',
  'parallel',
  'threads',
  'extraArgs',
];

/** The record of a slot as a form. */
@Component({
  selector: 'h0-slot-configuration',
  imports: [Button, DeviceChoice, InputField, InputFields, Order, ProblemNote, SelectField, SlotFallback, Switch],
  templateUrl: './slot-configuration.html',
  styleUrl: './slot-configuration.css',
  providers: [ModelsStore, SetupStore],
})
export class SlotConfiguration {
  readonly slot = input.required<SlotDto>();

  protected readonly store = inject(ModelsStore);
  protected readonly setup = inject(SetupStore);
  protected readonly actions = inject(SlotActions);
  protected readonly busy = signal(false);
  protected readonly refused = signal<Problem | null>(null);
  protected readonly errors = signal<ReadonlyMap<string, string>>(new Map());

  private readonly name = computed(() => this.slot().name);
  /** Kept while the slot changes underneath, dropped when another slot is opened. */
  private readonly draft = linkedSignal<string, UpdateSlotDto>({ source: this.name, computation: () => ({}) });

  protected readonly enabled = computed(() => this.draft().enabled ?? this.slot().enabled);
  protected readonly pinned = computed(() => this.draft().pinned ?? this.slot().pinned);
  protected readonly byDefault = computed(() => this.draft().default ?? this.slot().default);
  protected readonly device = computed<Device>(() => this.draft().device ?? this.slot().device);
  protected readonly labels = computed(() => (this.draft().labels ?? this.slot().labels).join(', '));
  protected readonly fallback = computed<Fallback>(() => {
    const [slot, draft] = [this.slot(), this.draft()];
    return {
      fallback: either(draft.fallback, slot.fallback) ?? [],
      fallbackAfterSeconds: either(draft.fallbackAfterSeconds, slot.fallbackAfterSeconds),
      fallbackQueueLongerThan: either(draft.fallbackQueueLongerThan, slot.fallbackQueueLongerThan),
      fallbackOn: either(draft.fallbackOn, slot.fallbackOn),
      localOnly: either(draft.localOnly, slot.localOnly),
    };
  });
  protected readonly model = computed(() => either(this.draft().model, this.slot().model));
  protected readonly profile = computed(() => either(this.draft().profile, this.slot().profile));

  protected readonly devices = computed(() => this.setup.of(this.name())?.devices ?? []);
  protected readonly profiles = computed(() => this.setup.profiles() ?? []);
  protected readonly profileChoices = computed(() => asChoices(this.profiles().map(({ name }) => name)));
  protected readonly fields = computed(() => {
    const options = this.profiles().find(({ name }) => name === this.profile())?.options;
    return TYPED_FIELDS.map((field) => ({
      ...field,
      help: field.help + profileSays(this.profile(), options, field.key),
    }));
  });
  protected readonly values = computed(() => {
    const [slot, draft] = [this.slot(), this.draft()];
    return Object.fromEntries(TYPED_FIELDS.map(({ key }) => [key, either(draft[key], slot[key])]));
  });
  protected readonly profileHelp = computed(() => {
    const profile = this.profiles().find(({ name }) => name === this.profile());
    if (!profile) return 'A named set of the options below. What the slot says itself wins over it.';
    return profile.description ?? `What ${profile.name} leaves out is built in.`;
  });
  protected readonly fitting = computed(() =>
    (this.store.models() ?? []).filter(({ type }) => type === this.slot().type),
  );
  protected readonly offered = computed(() => {
    const { model } = this.slot();
    const choices = this.fitting().map((candidate) => ({ id: candidate.id, label: this.describe(candidate) }));
    if (model === null || this.store.models() === null || choices.some(({ id }) => id === model)) return choices;
    // One that is gone from the registry is listed all the same, as it is what stands there.
    return [{ id: model, label: `${model} · not in the registry` }, ...choices];
  });
  protected readonly modelHelp = computed(() => {
    const { type } = this.slot();
    if (this.store.models() === null) return 'Reading the models.';
    if (this.fitting().length === 0)
      return `No ${type} model is registered. \`hal0 model add\` adds one from a file on this box.`;
    const chosen = this.fitting().find(({ id }) => id === this.model());
    const unable = this.setup.of(this.name())?.models.find(({ id, usable }) => id === chosen?.id && !usable)?.reason;
    if (unable) return unable;
    return chosen?.toy
      ? 'A toy for trying the plumbing, not for its answers.'
      : `Models of type ${type} that this box knows.`;
  });

  /** Only what differs from the slot as it is now. */
  protected readonly patch = computed<UpdateSlotDto>(() => {
    const slot = this.slot();
    const differs = ([key, value]: [string, unknown]) =>
      JSON.stringify(value) !== JSON.stringify(slot[key as keyof SlotDto] ?? null);
    return Object.fromEntries(Object.entries(this.draft()).filter(differs));
  });
  protected readonly changes = computed(() => describePatch(this.patch()));
  protected readonly reloads = computed(
    () => isLoaded(this.slot()) && RELOADS.some((key) => this.patch()[key] !== undefined),
  );

  protected type(key: TypedKey, text: string): void {
    this.change({ [key]: text === '' ? null : key === 'extraArgs' ? text : Number(text) });
  }

  protected label(text: string): void {
    const labels = text.split(',').map((label) => label.trim());
    this.change({ labels: labels.filter((label) => label !== '') });
  }

  protected change(patch: UpdateSlotDto): void {
    this.draft.update((draft) => ({ ...draft, ...patch }));
    const touched = Object.keys(patch);
    this.errors.update((errors) => new Map([...errors].filter(([key]) => !touched.includes(key))));
    this.refused.set(null);
  }

  protected discard(): void {
    this.draft.set({});
    this.errors.set(new Map());
    this.refused.set(null);
  }

  protected async save(): Promise<void> {
    if (this.busy() || !this.changes()) return;
    this.busy.set(true);
    this.refused.set(null);
    try {
      await this.actions.change(this.name(), this.patch());
      this.discard();
    } catch (error) {
      this.errors.set(fieldErrors(error));
      this.refused.set(toProblem(error));
    } finally {
      this.busy.set(false);
    }
  }

  /** Shows what a load with the chosen model would do, without saving anything. */
  protected plan(): void {
    this.actions.plan(this.name(), this.model() ?? undefined);
  }

  private describe(model: ModelDto): string {
    const { id, sizeBytes, toy } = model;
    const able = this.setup.of(this.name())?.models.find((candidate) => candidate.id === id)?.usable ?? true;
    // A backend that keeps its files itself does not tell how large they are.
    const parts = [id, ...(sizeBytes > 0 ? [describeBytes(sizeBytes)] : []), ...(toy ? ['toy'] : [])];
    return [...parts, ...(able ? [] : ['cannot run here'])].join(' · ');
  }
}

function either<T>(drafted: T | undefined, kept: T): T {
  return drafted === undefined ? kept : drafted;
}

import {
  DOCUMENT,
  Component,
  Injector,
  afterNextRender,
  computed,
  inject,
  input,
  linkedSignal,
  output,
  signal,
  untracked,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Device, EditModelDto, ModelDto } from '../../../api/models';
import { Attempt } from '../../core/attempt';
import { Order } from '../../core/live/order';
import { ModelsStore } from '../../core/models.store';
import { SlotActions } from '../../core/slots/slot-actions';
import { SlotsStore } from '../../core/slots/slots.store';
import { Button } from '../../ui/button';
import { describeBytes } from '../../ui/bytes';
import { CommandLine } from '../../ui/command-line';
import { InputField } from '../../ui/input-field';
import { InputFields, type FieldSpec } from '../../ui/input-fields';
import { Note } from '../../ui/note';
import { Panel } from '../../ui/panel';
import { ProblemNote } from '../../ui/problem-note';
import { Toasts } from '../../ui/toasts';
import { FLM } from '../model-types';
import { ModelsApi } from '../models-api';
import { factsOf } from './model-facts';
import { RemoveModel } from './remove-model';

type Amount = 'contextSize' | 'gpuLayers' | 'parallel';
type Draft = Record<'name' | 'path' | Amount, string>;

const AMOUNTS: readonly FieldSpec<Amount>[] = [
  {
    key: 'contextSize',
    id: 'md-context',
    label: 'Context',
    kind: 'number',
    min: 128,
    help: 'Tokens of one request.',
    empty: 'hal0 decides',
  },
  {
    key: 'gpuLayers',
    id: 'md-layers',
    label: 'Layers on the GPU',
    kind: 'number',
    min: 0,
    help: 'The rest stays on the processor.',
    empty: 'all that fit',
  },
  {
    key: 'parallel',
    id: 'md-parallel',
    label: 'At once',
    kind: 'number',
    min: 1,
    help: 'Requests answered together.',
    empty: 'hal0 decides',
  },
];

/** What is known of one model, how slots load it by default, and its removal. */
@Component({
  selector: 'h0-model-panel',
  imports: [Button, CommandLine, InputField, InputFields, Note, Order, Panel, ProblemNote, RemoveModel, RouterLink],
  templateUrl: './model-panel.html',
  styleUrls: ['../../ui/panel-form.css', './model-panel.css'],
})
export class ModelPanel {
  readonly model = input.required<ModelDto>();
  readonly closed = output();

  private readonly api = inject(ModelsApi);
  private readonly models = inject(ModelsStore);
  private readonly toasts = inject(Toasts);
  private readonly slots = inject(SlotsStore);
  private readonly document = inject(DOCUMENT);
  private readonly injector = inject(Injector);
  protected readonly actions = inject(SlotActions);
  /** FastFlowLM puts all of a model on the NPU. */
  protected readonly amounts = computed(() =>
    this.model().recipe === FLM ? AMOUNTS.filter(({ key }) => key !== 'gpuLayers') : AMOUNTS,
  );
  protected readonly facts = computed(() => factsOf(this.model()));
  protected readonly files = computed(() =>
    this.model().files.map(({ role, path, sizeBytes }) => ({ role, path, size: describeBytes(sizeBytes) })),
  );
  /** Slots that could have it and have not: FastFlowLM's models run on the NPU, and nothing else does. */
  protected readonly takers = computed(() => {
    const { id, type, recipe } = this.model();
    const isFor = (device: Device) => (device === 'npu') === (recipe === FLM);
    return this.slots.slots().filter((slot) => slot.type === type && slot.model !== id && isFor(slot.device));
  });
  private readonly opened = computed(() => this.model().id);
  /** As it was when the panel was opened: news does not undo what is being typed. */
  protected readonly draft = linkedSignal<string, Draft>({
    source: this.opened,
    computation: () => untracked(() => draftOf(this.model())),
  });
  protected readonly changes = computed(() => changesOf(this.model(), this.draft()));
  protected readonly attempt = new Attempt();
  protected readonly removing = signal(false);

  protected type(field: keyof Draft, text: string): void {
    this.draft.update((draft) => ({ ...draft, [field]: text }));
    this.attempt.forget();
  }

  /** The keyboard goes back to where it was asked. */
  protected keep(): void {
    this.removing.set(false);
    afterNextRender(() => this.document.getElementById('md-remove')?.focus(), { injector: this.injector });
  }

  protected save(): Promise<void> {
    const changes = this.changes();
    if (!changes) return Promise.resolve();
    return this.attempt.run(async () => {
      const saved = await this.api.edit(this.model().id, changes);
      this.draft.set(draftOf(saved));
      await this.models.load();
      this.toasts.tell(`${saved.name} is saved.`);
    });
  }
}

const text = (value: number | undefined): string => (value === undefined ? '' : String(value));

function draftOf({ name, path, defaults }: ModelDto): Draft {
  const { contextSize, gpuLayers, parallel } = defaults;
  return {
    name,
    path: path ?? '',
    contextSize: text(contextSize),
    gpuLayers: text(gpuLayers),
    parallel: text(parallel),
  };
}

/** What has to be said for the model to be as the draft is; null when it is so. */
function changesOf(model: ModelDto, draft: Draft): EditModelDto | null {
  const was = draftOf(model);
  const changed = AMOUNTS.map(({ key }) => key).filter((field) => draft[field] !== was[field]);
  const renamed = draft.name !== was.name;
  const moved = draft.path !== was.path && draft.path !== '';
  if (!renamed && !moved && changed.length === 0) return null;
  return {
    ...(moved && { path: draft.path }),
    ...(renamed && { name: draft.name || null }),
    ...(changed.length > 0 && {
      defaults: Object.fromEntries(changed.map((field) => [field, draft[field] === '' ? null : Number(draft[field])])),
    }),
  };
}

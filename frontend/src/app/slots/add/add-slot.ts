import { Component, computed, inject, output, signal } from '@angular/core';
import { Router } from '@angular/router';
import type { CreateSlotDto, Device, ModelType } from '../../../api/models';
import { Attempt } from '../../core/attempt';
import { ModelsStore } from '../../core/models.store';
import { SlotActions } from '../../core/slots/slot-actions';
import { SlotsStore } from '../../core/slots/slots.store';
import { Button } from '../../ui/button';
import { describeBytes } from '../../ui/bytes';
import { CommandLine } from '../../ui/command-line';
import { asChoices } from '../../ui/choice';
import { InputField } from '../../ui/input-field';
import { Panel } from '../../ui/panel';
import { ProblemNote } from '../../ui/problem-note';
import { SelectField } from '../../ui/select-field';
import { DeviceChoice } from '../configuration/device-choice';
import { SetupStore } from '../configuration/setup.store';
import { Order } from '../../core/live/order';

const TYPES: readonly ModelType[] = ['llm', 'embedding', 'reranking', 'transcription', 'tts', 'image'];
const NAME = /^[a-z0-9][a-z0-9_-]{0,31}$/;

/** A slot of a person's own: name, type, device, model. The rest is configured once it is there. */
@Component({
  selector: 'h0-add-slot',
  imports: [Order, Button, CommandLine, DeviceChoice, InputField, Panel, ProblemNote, SelectField],
  templateUrl: './add-slot.html',
  styleUrl: '../../ui/panel-form.css',
  providers: [ModelsStore, SetupStore],
})
export class AddSlot {
  readonly closed = output();

  protected readonly types = asChoices(TYPES);
  private readonly actions = inject(SlotActions);
  private readonly models = inject(ModelsStore);
  private readonly setup = inject(SetupStore);
  private readonly slots = inject(SlotsStore);
  private readonly router = inject(Router);

  protected readonly name = signal('');
  protected readonly type = signal<ModelType>('llm');
  protected readonly model = signal<string | null>(null);
  private readonly picked = signal<Device | null>(null);
  protected readonly attempt = new Attempt();

  protected readonly devices = computed(() => this.setup.devicesFor(this.type()));
  protected readonly device = computed<Device>(
    () => this.picked() ?? this.devices().find(({ recommended, usable }) => recommended && usable)?.device ?? 'cpu',
  );
  protected readonly fitting = computed(() =>
    (this.models.models() ?? [])
      .filter(({ type }) => type === this.type())
      .map(({ id, sizeBytes }) => ({ id, label: sizeBytes > 0 ? `${id} · ${describeBytes(sizeBytes)}` : id })),
  );
  protected readonly modelError = computed(() => this.attempt.errors().get('model') ?? null);
  protected readonly nameError = computed(() => {
    const name = this.name();
    if (name === '') return this.attempt.errors().get('name') ?? null;
    if (this.slots.find(name)) return `There is a slot ${name} already.`;
    if (!NAME.test(name)) return 'Lower case letters, digits, _ and -, at most 32, beginning with a letter or digit.';
    return this.setup.reservedFor(name) ?? this.attempt.errors().get('name') ?? null;
  });
  protected readonly can = computed(() => this.name() !== '' && this.nameError() === null && !this.attempt.busy());
  protected readonly command = computed(() => {
    const model = this.model();
    return `hal0 slot add ${this.name() || '<name>'} --type ${this.type()} --device ${this.device()}${model ? ` --model ${model}` : ''}`;
  });

  protected rename(name: string): void {
    this.name.set(name);
    this.attempt.forget();
  }

  protected retype(type: ModelType): void {
    this.type.set(type);
    this.model.set(null);
    this.picked.set(null);
    this.attempt.forget();
  }

  protected choose(model: string | null): void {
    this.model.set(model);
    this.attempt.forget();
  }

  protected pick(device: Device): void {
    this.picked.set(device);
    this.attempt.forget();
  }

  protected add(): Promise<void> {
    if (!this.can()) return Promise.resolve();
    const model = this.model();
    const body: CreateSlotDto = {
      name: this.name(),
      type: this.type(),
      device: this.device(),
      // One without a model has nothing to be enabled for.
      enabled: model !== null,
      ...(model !== null && { model }),
    };
    return this.attempt.run(async () => {
      await this.actions.create(body);
      await this.router.navigate(['/slots', body.name, model === null ? 'configuration' : 'now']);
    });
  }
}

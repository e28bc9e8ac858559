import { Component, computed, inject, output, signal } from '@angular/core';
import type { AddModelDto, ModelType, ScanDto } from '../../../api/models';
import { Attempt } from '../../core/attempt';
import { Order } from '../../core/live/order';
import { ModelsStore } from '../../core/models.store';
import { Button } from '../../ui/button';
import { asChoices, type Choice } from '../../ui/choice';
import { CommandLine } from '../../ui/command-line';
import { InputField } from '../../ui/input-field';
import { Panel } from '../../ui/panel';
import { ProblemNote } from '../../ui/problem-note';
import { SelectField } from '../../ui/select-field';
import { shellWord } from '../../ui/shell-word';
import { Toasts } from '../../ui/toasts';
import { FLM, FLM_TYPES, MODEL_TYPES } from '../model-types';
import { ModelsApi } from '../models-api';
import { allNew, canAdd, chosenOf, scanCommand, type Picks } from './scan-choice';
import { ScanList } from './scan-list';

type What = 'file' | 'folder' | 'flm';

const KINDS: readonly Choice<What>[] = [
  { id: 'file', label: 'One file' },
  { id: 'folder', label: 'A folder' },
  { id: 'flm', label: 'Of FastFlowLM' },
];

/** Models that are on the box already: one file, what a folder holds, or what FastFlowLM keeps. Nothing is copied. */
@Component({
  selector: 'h0-disk-panel',
  imports: [Button, CommandLine, InputField, Order, Panel, ProblemNote, ScanList, SelectField],
  templateUrl: './disk-panel.html',
  styleUrls: ['../../ui/panel-form.css', './disk-panel.css'],
})
export class DiskPanel {
  readonly closed = output();

  private readonly api = inject(ModelsApi);
  private readonly models = inject(ModelsStore);
  private readonly toasts = inject(Toasts);
  protected readonly attempt = new Attempt();
  protected readonly kinds = KINDS;
  protected readonly what = signal<What>('file');
  protected readonly path = signal('');
  protected readonly checkpoint = signal('');
  protected readonly id = signal('');
  protected readonly kind = signal<ModelType | null>(null);
  protected readonly report = signal<ScanDto | null>(null);
  protected readonly picks = signal<Picks>(new Map());

  protected readonly types = computed(() => asChoices(this.what() === 'flm' ? FLM_TYPES : MODEL_TYPES));
  protected readonly offersAny = computed(() => this.report()?.models.some(canAdd) ?? false);
  protected readonly can = computed(() => {
    if (this.attempt.busy()) return false;
    if (this.what() === 'file') return this.path() !== '';
    if (this.what() === 'flm') return this.checkpoint() !== '' && this.kind() !== null;
    return !this.offersAny() || this.picks().size > 0;
  });
  protected readonly label = computed(() => {
    if (this.what() === 'file') return 'Add the file';
    if (this.what() === 'flm') return 'Add the model';
    if (this.report() === null) return 'Look into the folder';
    if (!this.offersAny()) return 'Look again';
    const chosen = this.picks().size;
    return chosen === 1 ? 'Add 1 model' : `Add ${chosen} models`;
  });
  protected readonly command = computed(() => {
    if (this.what() === 'folder') return scanCommand(this.path(), this.report()?.models ?? null, this.picks());
    const kind = this.kind();
    const words = [
      this.what() === 'flm'
        ? `--flm ${this.checkpoint() ? shellWord(this.checkpoint()) : '<checkpoint>'}`
        : this.path()
          ? shellWord(this.path())
          : '<path>',
      ...(this.id() ? [`--id ${shellWord(this.id())}`] : []),
      ...(kind ? [`--type ${kind}`] : []),
    ];
    return `hal0 model add ${words.join(' ')}`;
  });

  protected pick(what: What): void {
    this.what.set(what);
    if (!this.types().some(({ id }) => id === this.kind())) this.kind.set(null);
    this.forget();
  }

  protected type(field: 'path' | 'checkpoint' | 'id', text: string): void {
    this[field].set(text);
    this.forget();
  }

  protected retype(type: ModelType | null): void {
    this.kind.set(type);
    this.forget();
  }

  protected submit(): Promise<void> {
    if (!this.can()) return Promise.resolve();
    if (this.what() !== 'folder') return this.add();
    return this.offersAny() ? this.scan() : this.look();
  }

  private add(): Promise<void> {
    return this.attempt.run(async () => {
      const type = this.kind();
      const place: AddModelDto =
        this.what() === 'flm' ? { recipe: FLM, checkpoint: this.checkpoint() } : { path: this.path() };
      const { name } = await this.api.add({ ...place, ...(this.id() && { id: this.id() }), ...(type && { type }) });
      await this.done(`${name} is added.`);
    });
  }

  private look(): Promise<void> {
    return this.attempt.run(async () => {
      const path = this.path();
      const report = await this.api.previewScan(path);
      // Something else was typed meanwhile.
      if (path !== this.path()) return;
      this.picks.set(allNew(report.models));
      this.report.set(report);
    });
  }

  private scan(): Promise<void> {
    return this.attempt.run(async () => {
      const { added, skipped } = await this.api.scan(chosenOf(this.report()?.models ?? [], this.picks()));
      const [refused] = skipped;
      if (refused && added.length === 0) return this.attempt.refuse(refused);
      if (refused) this.toasts.report(`${refused.path} was not added.`, refused);
      await this.done(added.length === 1 ? '1 model is added.' : `${added.length} models are added.`);
    });
  }

  private async done(news: string): Promise<void> {
    this.toasts.tell(news);
    this.closed.emit();
    await this.models.load();
  }

  private forget(): void {
    this.report.set(null);
    this.picks.set(new Map());
    this.attempt.forget();
  }
}

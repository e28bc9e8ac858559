import { DOCUMENT, Component, computed, inject, output, signal } from '@angular/core';
import type { ImportOutcome, ImportedRecordDto } from '../../../api/models';
import { Attempt } from '../../core/attempt';
import { Order } from '../../core/live/order';
import { ModelsStore } from '../../core/models.store';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/chip';
import { CommandLine } from '../../ui/command-line';
import { Field } from '../../ui/field';
import { Panel } from '../../ui/panel';
import { ProblemNote } from '../../ui/problem-note';
import { shellWord } from '../../ui/shell-word';
import { Switch } from '../../ui/switch';
import { Toasts } from '../../ui/toasts';
import { ModelsApi } from '../models-api';

const FILE_NAME = 'registry.toml';

/** What would become of a record, in a word, the chip's dress for it, and what a person looks for first. */
const OUTCOMES: Readonly<Record<ImportOutcome, { word: string; look: string; rank: number }>> = {
  skipped: { word: 'left out', look: 'danger', rank: 0 },
  replaced: { word: 'replaces what is here', look: 'warn', rank: 1 },
  added: { word: 'new', look: 'ok', rank: 2 },
  kept: { word: 'here already', look: '', rank: 3 },
};

/** The models of this box as a file: to keep or carry elsewhere, and to take over from elsewhere. */
@Component({
  selector: 'h0-registry-panel',
  imports: [Button, Chip, CommandLine, Field, Order, Panel, ProblemNote, Switch],
  templateUrl: './registry-panel.html',
  styleUrls: ['../../ui/panel-form.css', '../found-list.css', './registry-panel.css'],
})
export class RegistryPanel {
  readonly closed = output();

  private readonly api = inject(ModelsApi);
  private readonly models = inject(ModelsStore);
  private readonly toasts = inject(Toasts);
  private readonly document = inject(DOCUMENT);
  protected readonly export = new Attempt();
  protected readonly import = new Attempt();
  private readonly file = signal<{ name: string; text: string } | null>(null);
  protected readonly replaces = signal(false);
  /** What the file would do, told by hal0; null before one is chosen. */
  protected readonly preview = signal<readonly ImportedRecordDto[] | null>(null);

  protected readonly count = computed(() => this.models.models()?.length ?? 0);
  protected readonly rows = computed(() =>
    (this.preview() ?? [])
      .map(({ id, outcome, note }) => ({ ...OUTCOMES[outcome], id, note }))
      .sort((one, other) => one.rank - other.rank),
  );
  /** Some of them are here already, so that it matters who wins. */
  protected readonly meetsOthers = computed(() =>
    (this.preview() ?? []).some(({ outcome }) => outcome === 'kept' || outcome === 'replaced'),
  );
  protected readonly taken = computed(
    () => (this.preview() ?? []).filter(({ outcome }) => outcome === 'added' || outcome === 'replaced').length,
  );
  protected readonly command = computed(() => {
    const name = this.file()?.name;
    return `hal0 registry import ${name ? shellWord(name) : '<file>'}${this.replaces() ? ' --force' : ''}`;
  });

  protected save(): Promise<void> {
    return this.export.run(async () => {
      const { text } = await this.api.exportRegistry();
      const address = URL.createObjectURL(new Blob([text], { type: 'application/toml' }));
      const link = this.document.createElement('a');
      link.href = address;
      link.download = FILE_NAME;
      link.click();
      URL.revokeObjectURL(address);
    });
  }

  protected async choose(event: Event): Promise<void> {
    const [file] = (event.target as HTMLInputElement).files ?? [];
    this.preview.set(null);
    this.import.forget();
    if (!file) return this.file.set(null);
    this.file.set({ name: file.name, text: await file.text() });
    await this.look();
  }

  protected replace(replaces: boolean): Promise<void> {
    this.replaces.set(replaces);
    return this.look();
  }

  protected submit(): Promise<void> {
    const file = this.file();
    if (!file || this.taken() === 0) return Promise.resolve();
    return this.import.run(async () => {
      const records = await this.api.importRegistry({ text: file.text, replace: this.replaces() });
      const taken = records.filter(({ outcome }) => outcome === 'added' || outcome === 'replaced').length;
      this.toasts.tell(taken === 1 ? '1 model is imported.' : `${taken} models are imported.`);
      this.closed.emit();
      await this.models.load();
    });
  }

  private look(): Promise<void> {
    const file = this.file();
    if (!file) return Promise.resolve();
    return this.import.run(async () => {
      const records = await this.api.importRegistry({ text: file.text, replace: this.replaces(), preview: true });
      if (this.file() === file) this.preview.set(records);
    });
  }
}

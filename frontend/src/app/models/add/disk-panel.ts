import { Component, computed, inject, output, signal } from '@angular/core';
import type { ModelType, ScanDto } from '../../../api/models';
import { fieldErrors } from '../../core/field-errors';
import { Order } from '../../core/live/order';
import { ModelsStore } from '../../core/models.store';
import { toProblem } from '../../core/to-problem';
import { Button } from '../../ui/button';
import { describeBytes } from '../../ui/bytes';
import { Chip } from '../../ui/chip';
import { CommandLine } from '../../ui/command-line';
import { asChoices } from '../../ui/choice';
import { InputField } from '../../ui/input-field';
import { Panel } from '../../ui/panel';
import type { Problem } from '../../ui/problem';
import { ProblemNote } from '../../ui/problem-note';
import { SelectField } from '../../ui/select-field';
import { Toasts } from '../../ui/toasts';
import { MODEL_TYPES } from '../model-types';
import { ModelsApi } from '../models-api';
import { describeFinding } from './scan-words';

/** Models that are on the box already: one file, or all that a folder holds. Nothing is copied. */
@Component({
  selector: 'h0-disk-panel',
  imports: [Button, Chip, CommandLine, InputField, Order, Panel, ProblemNote, SelectField],
  templateUrl: './disk-panel.html',
  styleUrls: ['../../ui/panel-form.css', './disk-panel.css'],
})
export class DiskPanel {
  readonly closed = output();

  private readonly api = inject(ModelsApi);
  private readonly models = inject(ModelsStore);
  private readonly toasts = inject(Toasts);
  protected readonly types = asChoices(MODEL_TYPES);
  protected readonly what = signal<'file' | 'folder'>('file');
  protected readonly path = signal('');
  protected readonly id = signal('');
  protected readonly kind = signal<ModelType | null>(null);
  protected readonly report = signal<ScanDto | null>(null);
  protected readonly busy = signal(false);
  protected readonly refused = signal<Problem | null>(null);
  protected readonly errors = signal<ReadonlyMap<string, string>>(new Map());

  protected readonly found = computed(() =>
    (this.report()?.models ?? []).map((model) => ({
      ...model,
      size: describeBytes(model.sizeBytes),
      says: describeFinding(model),
    })),
  );
  protected readonly fresh = computed(() => this.found().filter(({ state }) => state === 'new').length);
  protected readonly can = computed(() => {
    if (this.busy()) return false;
    if (this.what() === 'file') return this.path() !== '';
    return this.report() === null || this.fresh() > 0;
  });
  protected readonly label = computed(() => {
    if (this.what() === 'file') return 'Add the file';
    if (this.report() === null) return 'Look into the folder';
    return this.fresh() === 1 ? 'Add 1 model' : `Add ${this.fresh()} models`;
  });
  protected readonly command = computed(() =>
    this.what() === 'file' ? `hal0 model add ${this.path() || '<path>'}` : `hal0 model scan ${this.path()}`.trim(),
  );

  protected pick(what: 'file' | 'folder'): void {
    this.what.set(what);
    this.forget();
  }

  protected type(field: 'path' | 'id', text: string): void {
    this[field].set(text);
    this.forget();
  }

  protected retype(type: ModelType | null): void {
    this.kind.set(type);
    this.forget();
  }

  protected submit(): Promise<void> {
    if (!this.can()) return Promise.resolve();
    if (this.what() === 'file') return this.add();
    return this.report() === null ? this.look() : this.scan();
  }

  private add(): Promise<void> {
    return this.during(async () => {
      const type = this.kind();
      const { name } = await this.api.add({
        path: this.path(),
        ...(this.id() && { id: this.id() }),
        ...(type && { type }),
      });
      await this.done(`${name} is added.`);
    });
  }

  private look(): Promise<void> {
    return this.during(async () => this.report.set(await this.api.previewScan(this.path())));
  }

  private scan(): Promise<void> {
    return this.during(async () => {
      const { added, skipped } = await this.api.scan(this.path());
      const [refused] = skipped.filter(({ path }) => this.isFresh(path));
      if (refused) this.toasts.report(`${refused.path} was not added.`, refused);
      if (added.length > 0)
        await this.done(added.length === 1 ? '1 model is added.' : `${added.length} models are added.`);
    });
  }

  private isFresh(path: string): boolean {
    return this.found().some((model) => model.path === path && model.state === 'new');
  }

  private async done(news: string): Promise<void> {
    this.toasts.tell(news);
    this.closed.emit();
    await this.models.load();
  }

  private forget(): void {
    this.report.set(null);
    this.refused.set(null);
    this.errors.set(new Map());
  }

  private async during(act: () => Promise<void>): Promise<void> {
    this.busy.set(true);
    this.refused.set(null);
    try {
      await act();
    } catch (error) {
      this.errors.set(fieldErrors(error));
      this.refused.set(toProblem(error));
    } finally {
      this.busy.set(false);
    }
  }
}

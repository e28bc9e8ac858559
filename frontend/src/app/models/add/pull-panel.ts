import { Component, computed, inject, output, signal } from '@angular/core';
import type { ModelInspectionDto, ModelVariantDto } from '../../../api/models';
import { fieldErrors } from '../../core/field-errors';
import { Order } from '../../core/live/order';
import { toProblem } from '../../core/to-problem';
import { Button } from '../../ui/button';
import { describeBytes } from '../../ui/bytes';
import { Chip } from '../../ui/chip';
import { CommandLine } from '../../ui/command-line';
import { InputField } from '../../ui/input-field';
import { Note } from '../../ui/note';
import { Panel } from '../../ui/panel';
import type { Problem } from '../../ui/problem';
import { ProblemNote } from '../../ui/problem-note';
import { FIT_LOOKS, FIT_WORDS } from '../fit-words';
import { describeParameters } from '../installed/model-facts';
import { ModelsApi } from '../models-api';
import { PullsStore } from '../pulls/pulls.store';

/** A model from elsewhere: what the source holds, which variant, and what it is to be called. */
@Component({
  selector: 'h0-pull-panel',
  imports: [Button, Chip, CommandLine, InputField, Note, Order, Panel, ProblemNote],
  templateUrl: './pull-panel.html',
  styleUrls: ['../../ui/panel-form.css', './pull-panel.css'],
})
export class PullPanel {
  readonly closed = output();

  private readonly api = inject(ModelsApi);
  private readonly pulls = inject(PullsStore);
  protected readonly source = signal('');
  protected readonly found = signal<ModelInspectionDto | null>(null);
  protected readonly chosen = signal<string | null>(null);
  protected readonly id = signal('');
  protected readonly busy = signal(false);
  protected readonly refused = signal<Problem | null>(null);
  protected readonly errors = signal<ReadonlyMap<string, string>>(new Map());

  protected readonly variants = computed(() =>
    (this.found()?.variants ?? []).map((variant) => ({
      ...variant,
      size: describeBytes(variant.sizeBytes),
      fit: FIT_WORDS[variant.fits],
      look: FIT_LOOKS[variant.fits],
    })),
  );
  protected readonly variant = computed(() => this.found()?.variants.find(({ name }) => name === this.chosen()));
  protected readonly about = computed(() => {
    const found = this.found();
    return found && describeFound(found);
  });
  /** What the pull is asked for. A model of the catalogue may be more than one repository holds. */
  protected readonly wanted = computed(() => {
    const { repository = null, revision = null, catalogueId = null } = this.found() ?? {};
    const variant = this.variant();
    if (repository === null || !variant || (catalogueId !== null && variant.recommended)) return this.source();
    const at = this.source().includes('@') && revision !== null ? `@${revision}` : '';
    return `${repository}${at}:${variant.name}`;
  });
  protected readonly command = computed(() => {
    const own = this.id() !== '' && this.id() !== this.found()?.suggested.id;
    return `hal0 model pull ${this.wanted() || '<repository>'}${own ? ` --id ${this.id()}` : ''}`;
  });

  protected type(text: string): void {
    this.source.set(text);
    this.found.set(null);
    this.forget();
  }

  protected rename(text: string): void {
    this.id.set(text);
    this.forget();
  }

  protected choose({ name }: ModelVariantDto): void {
    this.chosen.set(name);
    this.forget();
  }

  /** The first time it looks, the second time it pulls. */
  protected submit(): Promise<void> {
    if (this.source() === '' || this.busy()) return Promise.resolve();
    return this.found() ? this.pull() : this.look();
  }

  private look(): Promise<void> {
    return this.during(async () => {
      const found = await this.api.inspect(this.source());
      this.chosen.set((found.variants.find(({ recommended }) => recommended) ?? found.variants[0])?.name ?? null);
      this.id.set('');
      this.found.set(found);
    });
  }

  private pull(): Promise<void> {
    return this.during(async () => {
      await this.pulls.start({ source: this.wanted(), ...(this.id() && { id: this.id() }) });
      this.closed.emit();
    });
  }

  private forget(): void {
    this.refused.set(null);
    this.errors.set(new Map());
  }

  private async during(act: () => Promise<void>): Promise<void> {
    this.busy.set(true);
    this.forget();
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

function describeFound({ license, suggested, facts, mmproj }: ModelInspectionDto): string {
  return [
    suggested.type,
    facts?.architecture,
    facts?.parameters ? describeParameters(facts.parameters) : null,
    facts?.contextLength ? `${facts.contextLength} tokens` : null,
    mmproj.length > 0 ? 'sees images' : null,
    facts?.toolCalling ? 'calls tools' : null,
    license ? `licence ${license}` : null,
  ]
    .filter(Boolean)
    .join(' · ');
}

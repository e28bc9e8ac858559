import { Component, computed, inject, output, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { ModelInspectionDto, ModelVariantDto } from '../../../api/models';
import { Attempt } from '../../core/attempt';
import { Order } from '../../core/live/order';
import { Button } from '../../ui/button';
import { describeBytes } from '../../ui/bytes';
import { Chip } from '../../ui/chip';
import { CommandLine } from '../../ui/command-line';
import { InputField } from '../../ui/input-field';
import { Note } from '../../ui/note';
import { Panel } from '../../ui/panel';
import { ProblemNote } from '../../ui/problem-note';
import { shellWord } from '../../ui/shell-word';
import { FIT_LOOKS, FIT_WORDS } from '../fit-words';
import { describeParameters } from '../installed/model-facts';
import { ModelsApi } from '../models-api';
import { PullsStore } from '../pulls/pulls.store';

/** The hub wants to know who asks, and nobody was named. */
const GATED = 'hub.gated';

/** A model from elsewhere: what the source holds, which variant, and what it is to be called. */
@Component({
  selector: 'h0-pull-panel',
  imports: [Button, Chip, CommandLine, InputField, Note, Order, Panel, ProblemNote, RouterLink],
  templateUrl: './pull-panel.html',
  styleUrls: ['../../ui/panel-form.css', './pull-panel.css'],
})
export class PullPanel {
  readonly closed = output();

  private readonly api = inject(ModelsApi);
  private readonly pulls = inject(PullsStore);
  protected readonly attempt = new Attempt();
  protected readonly gated = GATED;
  protected readonly source = signal('');
  protected readonly found = signal<ModelInspectionDto | null>(null);
  protected readonly chosen = signal<string | null>(null);
  protected readonly id = signal('');

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
    return `hal0 model pull ${this.wanted() ? shellWord(this.wanted()) : '<repository>'}${own ? ` --id ${shellWord(this.id())}` : ''}`;
  });

  protected type(text: string): void {
    this.source.set(text);
    this.found.set(null);
    this.attempt.forget();
  }

  protected rename(text: string): void {
    this.id.set(text);
    this.attempt.forget();
  }

  protected choose({ name }: ModelVariantDto): void {
    this.chosen.set(name);
    this.attempt.forget();
  }

  /** The first time it looks, the second time it pulls. */
  protected submit(): Promise<void> {
    if (this.source() === '' || this.attempt.busy()) return Promise.resolve();
    return this.found() ? this.pull() : this.look();
  }

  private look(): Promise<void> {
    return this.attempt.run(async () => {
      const source = this.source();
      const found = await this.api.inspect(source);
      // Something else was typed meanwhile.
      if (source !== this.source()) return;
      this.chosen.set((found.variants.find(({ recommended }) => recommended) ?? found.variants[0])?.name ?? null);
      this.id.set('');
      this.found.set(found);
    });
  }

  private pull(): Promise<void> {
    return this.attempt.run(async () => {
      await this.pulls.start({ source: this.wanted(), ...(this.id() && { id: this.id() }) });
      this.closed.emit();
    });
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

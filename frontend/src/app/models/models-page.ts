import { DOCUMENT, Component, computed, effect, inject, input, untracked } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import type { ModelDto } from '../../api/models';
import { ModelsStore } from '../core/models.store';
import { Button } from '../ui/button';
import { describeBytes } from '../ui/bytes';
import { asChoices } from '../ui/choice';
import { CommandLine } from '../ui/command-line';
import { EmptyState } from '../ui/empty-state';
import { ErrorState } from '../ui/error-state';
import { FilterBar, type Filter } from '../ui/filter-bar';
import { Icon } from '../ui/icon/icon';
import { ProblemNote } from '../ui/problem-note';
import { Skeleton } from '../ui/skeleton';
import { DiskPanel } from './add/disk-panel';
import { PullPanel } from './add/pull-panel';
import { CatalogueList } from './catalogue/catalogue-list';
import { CatalogueStore } from './catalogue/catalogue.store';
import { InstalledList } from './installed/installed-list';
import { ModelPanel } from './installed/model-panel';
import { MODEL_TYPES } from './model-types';
import { PullRow } from './pulls/pull-row';
import { PullsStore } from './pulls/pulls.store';
import { RegistryPanel } from './registry/registry-panel';

/** The models of this box, those on their way, and those that could be had. */
@Component({
  selector: 'h0-models-page',
  imports: [
    Button,
    CatalogueList,
    CommandLine,
    DiskPanel,
    EmptyState,
    ErrorState,
    FilterBar,
    Icon,
    InstalledList,
    ModelPanel,
    ProblemNote,
    PullPanel,
    PullRow,
    RegistryPanel,
    RouterLink,
    Skeleton,
  ],
  templateUrl: './models-page.html',
  styleUrls: ['../ui/framed-list.css', './models-page.css'],
  providers: [CatalogueStore, ModelsStore, PullsStore],
})
export class ModelsPage {
  /** Of the address: which list is shown. */
  readonly view = input<string>();
  /** Of the address: the form that is open. */
  readonly add = input<string>();
  /** Of the address: id of the model whose panel is open. */
  readonly model = input<string>();
  /** Of the address: text that is looked for. */
  readonly q = input<string>();
  /** Of the address: the only type that is shown. */
  readonly type = input<string>();

  protected readonly models = inject(ModelsStore);
  protected readonly pulls = inject(PullsStore);
  protected readonly catalogue = inject(CatalogueStore);
  protected readonly placeholders = [0, 1, 2];
  private readonly router = inject(Router);
  private readonly document = inject(DOCUMENT);

  protected readonly showsCatalogue = computed(() => this.view() === 'catalogue');
  protected readonly filters = computed<readonly Filter<'type'>[]>(() => [
    { name: 'type', label: 'Type', all: 'All types', choices: asChoices(MODEL_TYPES), value: this.type() },
  ]);
  protected readonly list = computed(() => (this.showsCatalogue() ? this.catalogue : this.models));
  protected readonly installed = computed(() =>
    (this.models.models() ?? []).filter((model) => this.passes(model, [model.architecture])),
  );
  protected readonly curated = computed(() =>
    (this.catalogue.models() ?? []).filter((model) => this.passes(model, [model.description])),
  );
  protected readonly isEmpty = computed(() => this.models.models()?.length === 0 && this.pulls.open().length === 0);
  /** Why the list is empty; null when it is not. */
  protected readonly nothing = computed(() => {
    const shown = this.showsCatalogue() ? this.curated() : this.installed();
    if (shown.length > 0) return null;
    return this.list().models()?.length === 0 ? 'No model is here yet.' : 'No model fits what you look for.';
  });
  protected readonly sum = computed(() => {
    const models = this.models.models();
    if (!models || models.length === 0) return null;
    return `${models.length} · ${describeBytes(models.reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0))}`;
  });
  protected readonly opened = computed<ModelDto | undefined>(() =>
    this.models.models()?.find(({ id }) => id === this.model()),
  );

  constructor() {
    effect(() => {
      // It was removed, here or elsewhere.
      if (this.model() && this.models.models() && !this.opened()) untracked(() => void this.close());
    });
  }

  protected narrow(name: 'q' | 'type', value: string | null): void {
    void this.go({ [name]: value }, true);
  }

  protected clear(): void {
    void this.go({ q: null, type: null }, true);
  }

  protected async close(): Promise<void> {
    const opener = this.model() ? `model-${this.model()}` : `add-${this.add()}`;
    await this.go({ add: null, model: null });
    // What was opened may be gone.
    (this.document.getElementById(opener) ?? this.document.getElementById('add-pull'))?.focus();
  }

  private go(queryParams: Record<string, string | null>, replaceUrl = false): Promise<boolean> {
    return this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl });
  }

  private passes(
    { id, name, type, labels }: { id: string; name: string; type: string; labels: readonly string[] },
    more: readonly (string | null)[],
  ): boolean {
    if (this.type() && type !== this.type()) return false;
    const sought = (this.q() ?? '').toLowerCase();
    return [id, name, ...labels, ...more].some((text) => text?.toLowerCase().includes(sought));
  }
}

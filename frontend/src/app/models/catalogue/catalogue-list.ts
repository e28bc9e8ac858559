import { Component, computed, inject, input } from '@angular/core';
import type { CatalogueModelDto } from '../../../api/models';
import { Order } from '../../core/live/order';
import { Button } from '../../ui/button';
import { describeBytes } from '../../ui/bytes';
import { Chip } from '../../ui/chip';
import { TypeIcon } from '../../ui/type-icon';
import { FIT_LOOKS, FIT_WORDS } from '../fit-words';
import { PULL_WORDS } from '../pulls/pull-words';
import { PullsStore } from '../pulls/pulls.store';

/** Models that hal0 knows to work, whether they fit, and the way to have them. */
@Component({
  selector: 'h0-catalogue-list',
  imports: [Button, Chip, Order, TypeIcon],
  templateUrl: './catalogue-list.html',
  styleUrls: ['../models-list.css', './catalogue-list.css'],
})
export class CatalogueList {
  readonly models = input.required<readonly CatalogueModelDto[]>();

  protected readonly pulls = inject(PullsStore);
  protected readonly rows = computed(() =>
    this.models().map((model) => ({
      model,
      size: describeBytes(model.sizeBytes),
      fit: FIT_WORDS[model.fits],
      look: FIT_LOOKS[model.fits],
      state: this.stateOf(model),
    })),
  );

  /** In a word, of one that is here or on its way. */
  private stateOf({ id, installed }: CatalogueModelDto): string | null {
    if (installed) return 'installed';
    const pull = this.pulls.of(id);
    return pull ? PULL_WORDS[pull.state] : null;
  }
}

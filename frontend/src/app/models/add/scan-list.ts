import { Component, computed, input, output } from '@angular/core';
import type { ModelType, ScannedModelDto } from '../../../api/models';
import { describeBytes } from '../../ui/bytes';
import { Chip } from '../../ui/chip';
import { MODEL_TYPES } from '../model-types';
import { canAdd, describeFinding, lacksType, type Picks } from './scan-choice';

/** What a scan has found, and which of it is to be added. */
@Component({
  selector: 'h0-scan-list',
  imports: [Chip],
  templateUrl: './scan-list.html',
  styleUrls: ['../found-list.css', './scan-list.css'],
})
export class ScanList {
  readonly models = input.required<readonly ScannedModelDto[]>();
  readonly picks = input.required<Picks>();
  readonly changed = output<Picks>();

  protected readonly types = MODEL_TYPES;
  protected readonly rows = computed(() =>
    this.models().map((model) => ({
      model,
      size: describeBytes(model.sizeBytes),
      says: describeFinding(model),
      asksType: lacksType(model),
      type: this.picks().get(model.path) ?? null,
      picked: this.picks().has(model.path),
      open: canAdd(model) && (!lacksType(model) || this.picks().has(model.path)),
    })),
  );
  private readonly fresh = computed(() => this.models().filter(({ state }) => state === 'new'));
  protected readonly several = computed(() => this.fresh().length > 1);
  protected readonly all = computed(() => this.fresh().every(({ path }) => this.picks().has(path)));
  protected readonly some = computed(() => !this.all() && this.picks().size > 0);

  protected pick({ path }: ScannedModelDto, picked: boolean): void {
    const others = [...this.picks()].filter(([other]) => other !== path);
    this.changed.emit(new Map(picked ? [...others, [path, null]] : others));
  }

  protected pickAll(picked: boolean): void {
    this.changed.emit(new Map(picked ? this.fresh().map(({ path }) => [path, null]) : []));
  }

  /** Saying what a file is for is choosing it. */
  protected tell({ path }: ScannedModelDto, type: string): void {
    const others = [...this.picks()].filter(([other]) => other !== path);
    const said = MODEL_TYPES.find((known) => known === type);
    this.changed.emit(new Map<string, ModelType | null>(said ? [...others, [path, said]] : others));
  }
}

import { Service, inject } from '@angular/core';
import type { CatalogueModelDto } from '../../../api/models';
import { liveResource } from '../../core/live/live-resource';
import { ModelsApi } from '../models-api';

/** The curated models, and which of them are here. */
@Service({ autoProvided: false })
export class CatalogueStore {
  private readonly api = inject(ModelsApi);
  private readonly kept = liveResource<readonly CatalogueModelDto[]>({
    read: () => this.api.catalogue(),
    rereadOn: { 'registry.changed': true, 'hardware.changed': true },
    atMostEveryMs: 2000,
  });

  /** Null until read. */
  readonly models = this.kept.value;
  readonly problem = this.kept.problem;

  load(): Promise<void> {
    return this.kept.load();
  }
}

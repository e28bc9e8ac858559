import type { CatalogueModel } from './catalogue-model.js';

/** The models that hal0 knows to work. */
export class CatalogueService {
  private readonly byId: ReadonlyMap<string, CatalogueModel>;

  constructor(private readonly models: readonly CatalogueModel[]) {
    this.byId = new Map(models.map((model) => [model.id.toLowerCase(), model]));
  }

  /** In the order in which they are shown. */
  list(): readonly CatalogueModel[] {
    return this.models;
  }

  /** In any case: documents write the ids in several. */
  find(id: string): CatalogueModel | undefined {
    return this.byId.get(id.toLowerCase());
  }
}

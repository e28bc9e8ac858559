/** Somebody who refers to models by id, e.g. the slots. A model that is referred to cannot be removed. */
export abstract class ModelReferences {
  /** Names of whoever refers to the model, in words a person knows. Empty when nobody does. */
  abstract referrers(id: string): readonly string[];
}

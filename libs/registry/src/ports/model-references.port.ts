/** Somebody who refers to models by id, e.g. the slots. A model that is referred to is removed only together with that. */
export abstract class ModelReferences {
  /** Names of whoever refers to the model, in words a person knows. Empty when nobody does. */
  abstract referrers(id: string): readonly string[];

  /** Lets go of the model: it is unloaded, and nothing refers to it any more. */
  abstract release(id: string): Promise<void>;
}

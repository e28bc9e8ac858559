/** What a bundle puts into a slot. */
export class BundleSlotDto {
  slot: string;
  /** Registry id. */
  model: string;
}

/** A set of models and the slots they go to. */
export class BundleDto {
  id: string;
  name: string;
  description: string;
  /** Whether its models are registered and its slots are set to them. */
  applied: boolean;
  /** Made for trying the plumbing, not for its answers. */
  toy: boolean;
  slots: BundleSlotDto[];
}

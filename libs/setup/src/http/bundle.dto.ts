import { MODEL_TYPES, type ModelType } from '@hal0/config';
import { ApiProperty } from '@nestjs/swagger';

/** A model of a bundle. */
export class BundleModelDto {
  /** Registry id. */
  id: string;
  @ApiProperty({ enum: MODEL_TYPES, enumName: 'ModelType' })
  type: ModelType;
  /** About what it takes on the disk; 0 when its backend keeps it. */
  sizeBytes: number;
  /** Whether it is on this box. */
  installed: boolean;
  /** Where it is downloaded from; null when it comes with hal0, or nobody says. */
  source: string | null;
  /** As its owner writes it; null when nobody says. */
  license: string | null;
  /** Whether its owner has to let one in first: an account of the hub, and its token here. */
  gated: boolean;
}

/** What a bundle puts into a slot. */
export class BundleSlotDto {
  slot: string;
  @ApiProperty({ enum: MODEL_TYPES, enumName: 'ModelType' })
  type: ModelType;
  /** Registry id. */
  model: string;
  /** Of the model, about. */
  sizeBytes: number;
  /** May be unloaded to make room for another slot. */
  evictable: boolean;
  /** Whether the slot is set so. */
  applied: boolean;
}

/** A set of models and the slots they go to. */
export class BundleDto {
  id: string;
  name: string;
  /** Who put it together; null when nobody says. */
  vendor: string | null;
  description: string;
  /** Made for trying the plumbing, not for its answers. */
  toy: boolean;
  /** Brought to this box by a person, not by hal0. */
  imported: boolean;
  /** Memory of the machines that it is meant for, as they are sold; null for any. */
  minRamGb: number | null;
  /** Whether this box has the memory. */
  eligible: boolean;
  /** Why it is not eligible, with the numbers; null when it is. */
  reason: string | null;
  /** The one to suggest for this box; at most one is. */
  recommended: boolean;
  /** Whether it may also put models on the NPU. */
  npuTrio: boolean;
  /** Whether its models are here and its slots are set to them. */
  applied: boolean;
  /** Of all its models, about. */
  sizeBytes: number;
  /** Of those that are not here yet, about. */
  downloadBytes: number;
  models: BundleModelDto[];
  slots: BundleSlotDto[];
}

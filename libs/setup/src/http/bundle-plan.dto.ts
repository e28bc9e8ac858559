import { ApiProperty } from '@nestjs/swagger';
import { SLOT_CHANGES, type SlotChange } from '../sharing/slot-change.js';

/** A model that would be downloaded. */
export class PlannedDownloadDto {
  /** Registry id. */
  model: string;
  /** Id in the catalogue, repository or address. */
  source: string;
  /** About. */
  sizeBytes: number;
}

/** One field of a slot that would be another. */
export class PlannedFieldDto {
  /** As in a slot of `GET /api/slots`. */
  field: string;
  /** As text; null when it is not set, or the slot does not exist. */
  from: string | null;
  /** As text; null when it is taken away. */
  to: string | null;
  /** File and line, or the variable, that holds the field: it has to be changed there before the slot can be set. Null when none does. */
  heldBy: string | null;
}

/** What would become of a slot. */
export class PlannedSlotDto {
  slot: string;
  /** `none`: it is so already. */
  @ApiProperty({ enum: SLOT_CHANGES, enumName: 'BundleSlotChange' })
  change: SlotChange;
  changes: PlannedFieldDto[];
}

/** What the application of a bundle would do. */
export class BundlePlanDto {
  bundle: string;
  name: string;
  /** Of all its models, about. */
  sizeBytes: number;
  /** Of those that are not here, about. */
  downloadBytes: number;
  /** Where models are kept. */
  diskFreeBytes: number;
  downloads: PlannedDownloadDto[];
  /** Models that are not here, and of which the bundle does not say where they come from. */
  unavailable: string[];
  slots: PlannedSlotDto[];
}

import { DEVICES, MODEL_TYPES, type Device, type ModelType } from '@hal0/config';
import { ApiProperty } from '@nestjs/swagger';

/** Whether models of a slot's type can run on a device of this machine. */
export class CapableDeviceDto {
  @ApiProperty({ enum: DEVICES, enumName: 'Device' })
  device: Device;
  usable: boolean;
  /** Why not, in one sentence; null when it is. */
  reason: string | null;
  /** What brings what is missing, as typed at a terminal; null when nothing does, or nothing is. */
  command: string | null;
  /** The one to choose, when nothing speaks against it. */
  recommended: boolean;
}

/** Whether a slot could take a model as the slot is now. */
export class CapableModelDto {
  /** Registry id. */
  id: string;
  usable: boolean;
  /** Why not, in one sentence; null when it could. */
  reason: string | null;
}

/** What a slot is set to now. */
export class SelectedCapabilityDto {
  @ApiProperty({ enum: DEVICES, enumName: 'Device' })
  device: Device;
  /** Registry id; null when none has been chosen. */
  model: string | null;
  /** Whether device and model could run as they are. */
  usable: boolean;
  /** Why not, in one sentence; null when they could. */
  reason: string | null;
}

/** What a slot could run on this machine. */
export class SlotCapabilitiesDto {
  name: string;
  @ApiProperty({ enum: MODEL_TYPES, enumName: 'ModelType' })
  type: ModelType;
  @ApiProperty({ enum: DEVICES, enumName: 'Device' })
  device: Device;
  /** Registry id; null when none has been chosen. */
  model: string | null;
  enabled: boolean;
  /** All devices there are, the recommended one marked. */
  devices: CapableDeviceDto[];
  /** Registered models of the slot's type. */
  models: CapableModelDto[];
  selected: SelectedCapabilityDto;
}

/** Something in this machine that computes. */
export class CapableBackendDto {
  @ApiProperty({ enum: DEVICES, enumName: 'Device' })
  id: Device;
  /** e.g. `GPU (Vulkan)`. */
  label: string;
  /** e.g. `Vulkan`. */
  short: string;
  /** Names of the adapters or the processor behind it. */
  devices: string[];
}

/** A name that no slot can be added under. */
export class ReservedSlotNameDto {
  name: string;
  /** Why, in one sentence, and what to do about it. */
  reason: string;
}

/** What each slot could run here, on which devices, and why not. */
export class CapabilitiesDto {
  slots: SlotCapabilitiesDto[];
  /** What this machine has, the fastest first. */
  backends: CapableBackendDto[];
  /** Names that hal0 refuses for a new slot, beside those of the slots that are there. */
  reservedNames: ReservedSlotNameDto[];
}

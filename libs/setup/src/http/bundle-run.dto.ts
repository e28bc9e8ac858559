import { ApiProperty } from '@nestjs/swagger';
import { RUN_MODEL_STATES, RUN_SLOT_STATES, RUN_STATES } from '../apply/bundle-run.js';
import type { RunModelState, RunSlotState, RunState } from '../apply/bundle-run.js';

/** Why a part of a bundle did not come about. */
export class BundleRunErrorDto {
  /** Stable code, e.g. `hub.unreachable`. */
  code: string;
  /** What happened and what to do. */
  message: string;
}

/** How the fetching of one model goes. */
export class BundleRunModelDto {
  /** Registry id. */
  id: string;
  @ApiProperty({ enum: RUN_MODEL_STATES, enumName: 'BundleRunModelState' })
  state: RunModelState;
  /** Id of its download, see `/api/pulls`; null when there is none. */
  pull: string | null;
  bytesDone: number;
  bytesTotal: number;
  bytesPerSecond: number;
  error: BundleRunErrorDto | null;
}

/** Whether a slot has been set. */
export class BundleRunSlotDto {
  slot: string;
  /** Registry id. */
  model: string;
  @ApiProperty({ enum: RUN_SLOT_STATES, enumName: 'BundleRunSlotState' })
  state: RunSlotState;
  error: BundleRunErrorDto | null;
}

/** The application of a bundle, from the choice to its last slot. Goes on after a restart of hal0. */
export class BundleRunDto {
  /** 16 hex digits. */
  id: string;
  /** Id of the bundle. */
  bundle: string;
  name: string;
  toy: boolean;
  npuOptIn: boolean;
  /** `incomplete`: it is over, and something is missing; what, say `models` and `slots`. Apply the bundle again to go on. */
  @ApiProperty({ enum: RUN_STATES, enumName: 'BundleRunState' })
  state: RunState;
  /** Of all models, whether they had to be downloaded or not. */
  bytesDone: number;
  bytesTotal: number;
  /** Of `bytesTotal`, whole numbers; 100 only once nothing is left to do. */
  percent: number;
  bytesPerSecond: number;
  /** At that speed; null when nobody can tell. */
  secondsLeft: number | null;
  /** ISO 8601. */
  startedAt: string;
  /** ISO 8601; null as long as it runs. */
  finishedAt: string | null;
  models: BundleRunModelDto[];
  slots: BundleRunSlotDto[];
}

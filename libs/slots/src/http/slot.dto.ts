import { DEVICES, MODEL_TYPES, type Device, type ModelType } from '@hal0/config';
import { ApiProperty } from '@nestjs/swagger';
import { SLOT_STATES, type SlotState } from '../slot-state.js';

/** Why a slot is in the state `error`, or why its last load failed. */
export class SlotErrorDto {
  /** Stable code, e.g. `model.file_corrupt`. */
  code: string;
  /** One sentence that says what to do. */
  message: string;
}

/** Figures of a slot since the API started; null where nothing has been measured yet. */
export class SlotMetricsDto {
  /** Requests that have ended. */
  requests: number;
  /** Milliseconds from forwarding to the first byte of the latest answer. */
  ttftMs: number | null;
  /** Generation speed of the latest answer. */
  tokensPerSecond: number | null;
  /** When the latest request ended (ISO 8601). */
  lastUsedAt: string | null;
}

/** A named inference target, its configuration and what it is doing now. */
export class SlotDto {
  /** Unique, lower case; the name clients put into `model`. */
  name: string;
  @ApiProperty({ enum: MODEL_TYPES, enumName: 'ModelType' })
  type: ModelType;
  @ApiProperty({ enum: DEVICES, enumName: 'Device' })
  device: Device;
  /** Registry id of the model to serve; null when none has been chosen. */
  model: string | null;
  enabled: boolean;
  /** Serves requests of its type that name no model. */
  default: boolean;
  /** One of the six slots that are always there and cannot be removed. */
  seeded: boolean;
  @ApiProperty({ enum: SLOT_STATES, enumName: 'SlotState' })
  state: SlotState;
  /** When the slot entered its state (ISO 8601). */
  stateSince: string;
  /** What led to the state, in words. */
  stateReason: string | null;
  error: SlotErrorDto | null;
  /** Requests served at once; the rest queue. */
  parallel: number;
  activeRequests: number;
  queuedRequests: number;
  /** Context window in tokens; null means the model's own. */
  contextSize: number | null;
  /** Seconds without a request before the slot counts as idle; 0 means never. */
  idleTimeoutSeconds: number;
  /** CPU threads of the model server; null leaves it to `[lemonade]`. */
  threads: number | null;
  /** More arguments for the model server; null means none. */
  extraArgs: string | null;
  pinned: boolean;
  labels: string[];
  metrics: SlotMetricsDto;
}

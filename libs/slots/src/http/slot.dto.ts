import { DEVICES, FALLBACK_CAUSES, MODEL_TYPES, type Device, type FallbackCause, type ModelType } from '@hal0/config';
import { ApiProperty } from '@nestjs/swagger';
import { SlotMetricsDto } from '../metrics/http/slot-metrics.dto.js';
import { MODEL_FIELDS, type ModelField } from '../record/model-defaults.js';
import { BACKEND_STATES, type BackendState } from '../ports/inference-runtime.port.js';
import { SLOT_PHASES, type SlotPhase } from '../slot-phase.js';
import { SLOT_STATES, type SlotState } from '../slot-state.js';

/** Why a slot is in the state `error`, or why its last load failed. */
export class SlotErrorDto {
  /** Stable code, e.g. `model.file_corrupt`. */
  code: string;
  /** One sentence that says what to do. */
  message: string;
  /** Last lines of the model server's log, oldest first; empty when it has none to do with it. */
  log: string[];
}

/** Whether there is a program that runs the slot's model on its device. */
export class SlotBackendDto {
  @ApiProperty({ enum: BACKEND_STATES, enumName: 'SlotBackendState' })
  state: BackendState;
  /** What is the matter; null when nothing is. */
  message: string | null;
  /** Brings it, as typed at a terminal; null when nothing does. */
  command: string | null;
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
  /** How far the slot is on the way to its next answer. */
  @ApiProperty({ enum: SLOT_PHASES, enumName: 'SlotPhase' })
  phase: SlotPhase;
  /** New requests have to wait because another slot is to have the room next. */
  gated: boolean;
  error: SlotErrorDto | null;
  /** Requests served at once; the rest queue. */
  parallel: number;
  activeRequests: number;
  queuedRequests: number;
  /** Context window in tokens; null means the model's own, at most 4,096 (8,192 for embedding and reranking). */
  contextSize: number | null;
  /** Seconds without a request before the slot counts as idle; 0 means never. */
  idleTimeoutSeconds: number;
  /** CPU threads of the model server; null leaves it to `[lemonade]`. */
  threads: number | null;
  /** More arguments for the model server; null means none. */
  extraArgs: string | null;
  /** Never unloaded to make room for another slot. */
  pinned: boolean;
  labels: string[];
  /** Those of the fields above whose value is a default of the model, which neither the slot nor its profile speaks of. */
  @ApiProperty({ enum: MODEL_FIELDS, enumName: 'SlotModelField', isArray: true })
  fromModel: ModelField[];
  /** Name of the set of options that the slot takes; null when it takes none. */
  profile: string | null;
  /** Put before conversations that bring none. */
  systemPrompt: string | null;
  /** What serves instead when this slot cannot: slots by name, providers as `<upstream>/<model>`. */
  fallback: string[];
  /** Seconds without a turn after which the next of the chain is tried; null waits the whole time. */
  fallbackAfterSeconds: number | null;
  /** Requests in line upon which the next of the chain is tried at once; null for any number. */
  fallbackQueueLongerThan: number | null;
  /** Kinds of errors upon which the next of the chain is tried. */
  @ApiProperty({ enum: FALLBACK_CAUSES, enumName: 'FallbackCause', isArray: true })
  fallbackOn: FallbackCause[];
  /** Nothing of a request to this slot ever leaves the machine. */
  localOnly: boolean;
  /** MiB that the loaded model takes now; null when nothing is loaded or it could not be measured. */
  memoryMib: number | null;
  /** MiB that the model is estimated to take; null without a model, or before it was looked at. */
  needMib: number | null;
  /** Null without a model. */
  backend: SlotBackendDto | null;
  /** Slots of one group share one process; null for a slot of its own. */
  coresidentGroup: string | null;
  metrics: SlotMetricsDto;
}

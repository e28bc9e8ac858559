import type { AuditActor } from '@hal0/platform';
import type { BundleManifest } from '../manifest/bundle-manifest.js';

/** `incomplete`: over, and something is missing. */
export const RUN_STATES = ['running', 'completed', 'incomplete', 'cancelled'] as const;
export type RunState = (typeof RUN_STATES)[number];

export const RUN_MODEL_STATES = ['waiting', 'pulling', 'paused', 'ready', 'failed', 'cancelled'] as const;
export type RunModelState = (typeof RUN_MODEL_STATES)[number];

export const RUN_SLOT_STATES = ['waiting', 'done', 'failed', 'cancelled'] as const;
export type RunSlotState = (typeof RUN_SLOT_STATES)[number];

export interface RunError {
  code: string;
  message: string;
}

export interface RunModel {
  id: string;
  state: RunModelState;
  /** Null when nothing has to be downloaded, or it has not begun. */
  pull: string | null;
  bytesDone: number;
  bytesTotal: number;
  bytesPerSecond: number;
  error: RunError | null;
}

export interface RunSlot {
  slot: string;
  model: string;
  state: RunSlotState;
  error: RunError | null;
}

/** One application of a bundle. Kept in a file from its first moment, so that it outlives the process. */
export interface BundleRun {
  /** 16 hex digits. */
  id: string;
  /** What it was begun with; a later version of the bundle does not change a run. The NPU's models are in it when asked for. */
  manifest: BundleManifest;
  /** Where the manifest's own files are. */
  folder: string;
  npuOptIn: boolean;
  actor: AuditActor;
  state: RunState;
  /** ISO 8601. */
  startedAt: string;
  finishedAt: string | null;
  /** Whether anything on the box is not what it was. */
  changed: boolean;
  models: RunModel[];
  slots: RunSlot[];
}

/** Nothing is left to do for it. */
export const isOver = ({ state }: { state: RunModelState | RunSlotState }): boolean =>
  state === 'ready' || state === 'done' || state === 'failed' || state === 'cancelled';

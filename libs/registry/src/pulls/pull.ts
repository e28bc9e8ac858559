import type { ModelType } from '@hal0/config';
import type { ModelFileRole, ModelSource } from '../model.js';

export const PULL_STATES = ['queued', 'running', 'verifying', 'paused', 'completed', 'failed', 'cancelled'] as const;
export type PullState = (typeof PULL_STATES)[number];

/** Those that end by themselves, and those that a person has put aside. */
const ACTIVE: ReadonlySet<PullState> = new Set(['queued', 'running', 'verifying', 'paused']);
export const isActive = (state: PullState): boolean => ACTIVE.has(state);

/** A file that a pull brings. */
export interface PullFile {
  /** What it is called on this machine. */
  name: string;
  role: ModelFileRole;
  sizeBytes: number;
  /** On this machine already. */
  bytesDone: number;
  /** What the hub says the digest is, in hex; null when it does not say. */
  sha256: string | null;
}

/** Why a pull has failed. */
export interface PullFailure {
  /** Code of the error, e.g. `pull.checksum_mismatch`. */
  code: string;
  message: string;
}

/** The fetching of one model, from the wish for it to its row in the registry. */
export interface Pull {
  /** 16 hex digits. */
  id: string;
  /** What the model is called here. */
  modelId: string;
  /** What people call it. */
  name: string;
  /** Where it comes from: as it was asked for, without the query of an address. */
  source: string;
  state: PullState;
  bytesDone: number;
  bytesTotal: number;
  /** Of the last seconds; 0 when nothing runs. */
  bytesPerSecond: number;
  /** At that speed; null when nobody can tell. */
  secondsLeft: number | null;
  files: readonly PullFile[];
  error: PullFailure | null;
  /** ISO 8601. */
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
}

/** A file to fetch. */
export interface PlannedFile {
  name: string;
  role: ModelFileRole;
  url: string;
  sizeBytes: number;
  sha256: string | null;
}

/** What is known of a model before its files are here. */
export interface PullPlan {
  /** As it is shown. */
  source: string;
  modelId: string;
  name: string;
  /** Seen from the file when null. */
  type: ModelType | null;
  /** Follows from the type when null. */
  recipe: string | null;
  labels: readonly string[];
  license: string | null;
  origin: ModelSource;
  files: readonly PlannedFile[];
}

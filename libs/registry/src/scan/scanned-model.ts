import type { ModelType } from '@hal0/config';
import type { ModelFile } from '../model.js';

/** `known`: it is registered; `skipped`: it cannot be added as it is. */
export const SCAN_STATES = ['new', 'known', 'skipped'] as const;
export type ScanState = (typeof SCAN_STATES)[number];

/** What was found about a model file that somebody put somewhere. */
export interface ScannedModel {
  /** Absolute path of the file that is loaded. */
  path: string;
  /** What it would be called, or is. */
  id: string;
  name: string;
  /** Null when the file does not tell. */
  type: ModelType | null;
  labels: readonly string[];
  /** Everything the model stands in, the file at `path` first. */
  files: readonly ModelFile[];
  sizeBytes: number;
  quantization: string | null;
  contextLength: number | null;
  state: ScanState;
  /** Why it is skipped; null otherwise. */
  problem: { code: string; message: string } | null;
}

/** A file that is to be added, with what a person says about it. */
export interface ScanChoice {
  /** Absolute. */
  path: string;
  id?: string;
  name?: string;
  type?: ModelType;
}

export interface ScanOutcome {
  /** The folders that were looked through. */
  roots: readonly string[];
  /** Ids, in the order in which they were added. */
  added: readonly string[];
  /** Ids of models that could not be loaded and can now: their files are back, here or where they were. */
  healed: readonly string[];
  skipped: readonly { path: string; code: string; message: string }[];
}

/** The right to have one request served by a slot. While it is held the model cannot be unloaded. */
export interface Lease {
  /** Milliseconds the request waited for a turn while the model was loaded. */
  readonly queueMs: number;
  /** Milliseconds the request waited for the model to load. */
  readonly loadMs: number;
  /** Gives the place back. Calling it again does nothing. */
  release(): void;
}

/** How much history is kept. */
export abstract class ActivityOptions {
  abstract readonly retentionDays: number;
  /** Of changes and of requests, each. */
  abstract readonly maxRows: number;
}

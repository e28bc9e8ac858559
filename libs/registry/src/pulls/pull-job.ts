import type { Clock } from '@hal0/platform';
import { isSamePlace } from '../description/renewed.js';
import type { PulledModel } from '../entities/pull.entity.js';
import type { PlannedFile, Pull, PullFailure, PullPlan, PullState } from './pull.js';
import { SpeedMeter } from './speed-meter.js';

/** A file of a job, and how far it is. */
export interface JobFile extends PlannedFile {
  etag: string | null;
  bytesDone: number;
}

/** What is kept of a job, beside its files. */
export interface PullRecord {
  id: string;
  modelId: string;
  source: string;
  model: PulledModel;
  /**
   * Paths that are to be cleared of what no model has: while the job is under way what it puts in its place, once it has
   * brought a model what that had before. Kept, so that a kill in between leaves nothing behind.
   */
  leftovers: readonly string[];
  state: PullState;
  error: PullFailure | null;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
}

/** A pull as the process that does it knows it. */
export class PullJob {
  readonly speed: SpeedMeter;

  constructor(
    readonly record: PullRecord,
    readonly files: JobFile[],
    clock: Clock,
  ) {
    this.speed = new SpeedMeter(clock);
  }

  static planned(id: string, plan: PullPlan, createdAt: string, clock: Clock): PullJob {
    const { source, modelId, files, ...model } = plan;
    return new PullJob(
      {
        ...{ id, modelId, source, model, createdAt, leftovers: [] },
        ...{ state: 'queued', error: null, startedAt: null, finishedAt: null },
      },
      files.map((file) => ({ ...file, etag: null, bytesDone: 0 })),
      clock,
    );
  }

  get id(): string {
    return this.record.id;
  }

  get state(): PullState {
    return this.record.state;
  }

  get bytesDone(): number {
    return this.files.reduce((sum, { bytesDone }) => sum + bytesDone, 0);
  }

  get bytesTotal(): number {
    return this.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  }

  /** Whether a plan means what this fetches; at its source that may be newer by now. */
  isForSame({ files, origin }: PullPlan): boolean {
    const isSame = files.length === this.files.length && files.every(({ name }, at) => this.files[at]?.name === name);
    return isSame && isSamePlace(this.record.model.origin, origin);
  }

  /** Goes on as a plan for the same files says it: somebody has said more of the model than before. */
  adopt({ source, modelId: _, files: __, ...model }: PullPlan): void {
    Object.assign(this.record, { source, model });
  }

  /** Whether what has arrived is of the files that a plan would fetch. */
  isOf({ files }: PullPlan): boolean {
    return files.length === this.files.length && files.every(({ url }, at) => this.files[at]?.url === url);
  }

  /** How it is now. */
  snapshot(): Pull {
    const { id, modelId, source, model, state, error, createdAt, startedAt, finishedAt } = this.record;
    const { bytesDone, bytesTotal } = this;
    const bytesPerSecond = state === 'running' ? this.speed.bytesPerSecond : 0;
    return {
      ...{ id, modelId, name: model.name, source, state, bytesDone, bytesTotal, bytesPerSecond },
      secondsLeft: bytesPerSecond > 0 ? Math.ceil((bytesTotal - bytesDone) / bytesPerSecond) : null,
      files: this.files.map(({ name, role, sizeBytes, bytesDone: done, sha256 }) => ({
        ...{ name, role, sizeBytes, bytesDone: done, sha256 },
      })),
      ...{ error, createdAt, startedAt, finishedAt },
    };
  }
}

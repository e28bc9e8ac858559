import type { ModelType } from '@hal0/config';
import type { AuditActor } from '@hal0/platform';

/** What is to be fetched. */
export interface WantedModel {
  /** Id in the catalogue, `<owner>/<repository>:<variant or file>`, or an address. */
  source: string;
  /** What the registry is to know it by. */
  id: string;
  type: ModelType;
  /** Commit, branch or tag; the newest when absent. */
  revision?: string;
}

/** How a pull goes, as far as a bundle is concerned. */
export interface PullProgress {
  id: string;
  /** `active`: on its way, or in line; the others end it, but for `paused`. */
  state: 'active' | 'paused' | 'completed' | 'failed' | 'cancelled';
  bytesDone: number;
  /** 0 as long as nobody knows. */
  bytesTotal: number;
  bytesPerSecond: number;
  error: { code: string; message: string } | null;
}

/** Who fetches the models of a bundle. */
export abstract class ModelPulls {
  /** Begins, or finds the pull of the same model that is under way. Rejects when there is no such model, and the like. */
  abstract start(model: WantedModel, actor: AuditActor): Promise<PullProgress>;
  /** Undefined for one that is not known any more. */
  abstract find(id: string): PullProgress | undefined;
  /** Ends it and throws away what is here of it; one that has ended already is left alone. */
  abstract cancel(id: string): Promise<void>;
}

/** What one check of `hal0 doctor` found. */
export interface DoctorFinding {
  severity: 'ok' | 'warning' | 'error';
  /** What was seen. */
  message: string;
  /** What to do about it; absent when all is well. */
  remedy?: string;
  /** Whether `fix` of the check would repair it. */
  fixable?: boolean;
}

/** A part of hal0 that can look after itself; each lib brings its own. */
export abstract class DoctorCheck {
  /** Stable id, dotted: `lemonade.reachable`. */
  abstract readonly id: string;
  abstract run(): Promise<DoctorFinding>;

  /** Repairs what `run` called fixable; only ever something that cannot lose data. */
  fix?(): Promise<void>;
}

export const LEMONADE_PHASES = ['stopped', 'fetching', 'starting', 'running', 'failed'] as const;
export type LemonadePhase = (typeof LEMONADE_PHASES)[number];

/** What is known of the runtime at this moment. */
export interface LemonadeStatus {
  phase: LemonadePhase;
  /** As lemond itself reports it; null until it has answered once. */
  version: string | null;
  /** What is going on, or what went wrong, for a person to read. */
  message: string | null;
  /** 0 to 1 while fetching, else null. */
  progress: number | null;
  /** Where lemond answers, e.g. `http://127.0.0.1:13305`; null while it does not. */
  origin: string | null;
  /** When the phase began, ISO 8601. */
  since: string;
}

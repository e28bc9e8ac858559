/** The programs of one installed runtime; absolute paths. */
export interface LemonadeRuntime {
  lemond: string;
  /** null leaves the choice of backend to lemond. */
  llamaServer: string | null;
  whisperServer: string | null;
}

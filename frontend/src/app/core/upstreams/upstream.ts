export type UpstreamState = 'unknown' | 'healthy' | 'failing' | 'disabled' | 'no_key';
export type AuthStyle = 'bearer' | 'header' | 'anthropic' | 'google_query' | 'none';

/** A provider outside this machine, its settings and how it is doing. */
export interface Upstream {
  name: string;
  url: string;
  enabled: boolean;
  dialect: 'openai' | 'anthropic';
  authStyle: AuthStyle;
  /** Name of the header when `authStyle` is `header`. */
  authHeader: string | null;
  /** Name of the secret that holds its key. */
  keyName: string | null;
  keySet: boolean;
  timeoutSeconds: number;
  /** Requests sent there at once; null for no limit. */
  concurrency: number | null;
  advertiseModels: boolean;
  /** Models of the settings, beside those that it lists. */
  models: string[];
  discovered: { id: string }[];
  state: UpstreamState;
  error: string | null;
  /** ISO 8601. */
  checkedAt: string | null;
  latencyMs: number | null;
  active: number;
  queued: number;
}

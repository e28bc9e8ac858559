import type { Path } from './path';

export type SettingKind = 'switch' | 'number' | 'text' | 'choice' | 'list';

/** One field of hal0.toml, as its schema describes it. */
export interface Setting {
  path: Path;
  /** The path with dots; what errors, origins and the command line call it. */
  key: string;
  /** The key inside its section. */
  name: string;
  kind: SettingKind;
  description: string;
  /** Undefined where nothing is set by default. */
  default: unknown;
  choices: readonly string[];
  /** Only for numbers, and for the items of a list of numbers. */
  numeric: boolean;
  /** "1 to 3600"; empty where there are none. */
  bounds: string;
  unit: string | null;
  needsRestart: boolean;
  /** Accepted and checked, but read by nothing yet. */
  reserved: boolean;
}

/** A section of hal0.toml. */
export interface SettingGroup {
  name: string;
  description: string;
  settings: readonly Setting[];
}

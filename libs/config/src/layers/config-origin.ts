/** Where a value may come from, lowest first. Source: ARCHITECTURE, decision 2. */
export const CONFIG_LAYERS = [
  'built-in',
  'profile',
  'capabilities',
  'hal0',
  'slot-file',
  'drop-in',
  'environment',
] as const;
export type ConfigLayerName = (typeof CONFIG_LAYERS)[number];

/** Where one value stands. */
export interface ConfigOrigin {
  layer: ConfigLayerName;
  /** Absolute path of the file. */
  file?: string;
  /** From 1, of the key. */
  line?: number;
  column?: number;
  /** Name of the environment variable. */
  variable?: string;
}

/** For people. */
export function placeOf({ file, line, variable }: ConfigOrigin): string {
  if (variable !== undefined) return `the environment variable ${variable}`;
  return line === undefined ? String(file) : `${file}:${line}`;
}

import { dottedPath, parseTomlPositions, type TomlPosition, type TomlTable } from '@hal0/platform';
import type { ConfigLayerName, ConfigOrigin } from './config-origin.js';

export type ConfigValue = TomlTable[string];

/** One value of a layer: a scalar, a list, or an empty table. */
export interface ConfigLeaf {
  /** Where it counts. */
  path: readonly string[];
  value: ConfigValue;
  /** Where it is written, which for legacy names is elsewhere. */
  written: readonly string[];
  /** Concluded from something else: yields to whatever a lower layer says outright. */
  weak?: true;
  variable?: string;
}

/** What one file, or the environment, says. */
export interface ConfigLayer {
  name: ConfigLayerName;
  file?: string;
  text?: string;
  leaves: readonly ConfigLeaf[];
}

/** A table's values with their paths. */
export function leavesOf(table: TomlTable, prefix: readonly string[] = []): ConfigLeaf[] {
  return Object.entries(table).flatMap(([key, value]) => {
    const path = [...prefix, key];
    return isTable(value) && Object.keys(value).length ? leavesOf(value, path) : [{ path, value, written: path }];
  });
}

/** The table of these leaves; the inverse of {@link leavesOf}. A later leaf wins over an earlier one in its way. */
export function tableOf(leaves: readonly Pick<ConfigLeaf, 'path' | 'value'>[]): TomlTable {
  const root: TomlTable = {};
  for (const { path, value } of leaves) {
    let table = root;
    for (const key of path.slice(0, -1)) {
      const inner = Object.hasOwn(table, key) ? table[key] : undefined;
      table = isTable(inner) ? inner : setOwn(table, key, {});
    }
    const last = path.at(-1) as string;
    // An empty table says that it exists, not that it is empty.
    if (!isTable(value)) setOwn(table, last, value);
    else if (!Object.hasOwn(table, last) || !isTable(table[last])) setOwn(table, last, {});
  }
  return root;
}

/** Line and column are looked up only when somebody asks. */
export class LayerPositions {
  private readonly positions = new Map<ConfigLayer, ReadonlyMap<string, TomlPosition>>();

  originOf(layer: ConfigLayer, { written, variable }: Pick<ConfigLeaf, 'written' | 'variable'>): ConfigOrigin {
    const { name, file } = layer;
    return {
      layer: name,
      ...(file ? { file } : {}),
      ...this.find(layer, written),
      ...(variable ? { variable } : {}),
    };
  }

  private find(layer: ConfigLayer, written: readonly string[]): TomlPosition | undefined {
    if (layer.text === undefined || layer.file === undefined) return undefined;
    // The file as a whole begins at its top.
    if (!written.length) return { line: 1, column: 1 };
    let positions = this.positions.get(layer);
    if (!positions) this.positions.set(layer, (positions = parseTomlPositions(layer.text, layer.file)));
    return positions.get(dottedPath(written));
  }
}

export function isTable(value: unknown): value is TomlTable {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** Sets an own property whatever it is called, `__proto__` included. */
function setOwn<T extends ConfigValue>(table: TomlTable, key: string, value: T): T {
  Object.defineProperty(table, key, { value, enumerable: true, configurable: true, writable: true });
  return value;
}

import { dottedPath } from '@hal0/platform';
import type { ConfigLeaf } from './config-layer.js';

/** Something about one key of a layer, at the place where it is written. */
export interface LayerNote {
  written: readonly string[];
  message: string;
  suggestion?: string;
}

/** A layer in today's names. */
export interface ModernLeaves {
  leaves: ConfigLeaf[];
  /** What was understood although it is written in an old way, and what was left out. */
  warnings: LayerNote[];
  problems: LayerNote[];
}

export const modern = (leaves: readonly ConfigLeaf[], warnings: readonly LayerNote[] = []): ModernLeaves => ({
  leaves: [...leaves],
  warnings: [...warnings],
  problems: [],
});

/** What a table of names says of a key that a person wrote, `constructor` and the like included. */
export function entry<T>(table: Readonly<Record<string, T>>, key: unknown): T | undefined {
  return typeof key === 'string' && Object.hasOwn(table, key) ? table[key] : undefined;
}

/** A leaf under its new name; undefined when the layer says the same under that name already. */
export function renamed(leaf: ConfigLeaf, path: readonly string[], all: readonly ConfigLeaf[]): ModernLeaves {
  const { written } = leaf;
  const name = dottedPath(path);
  // An empty text is how a file says that it leaves the choice to others.
  if (all.some((other) => other.value !== '' && dottedPath(other.path) === name)) {
    return modern([], [{ written, message: `is an old name of ${name}, which is set as well and counts` }]);
  }
  return modern([{ ...leaf, path }], [{ written, message: `is an old name of ${name}` }]);
}

export function dropped({ written }: ConfigLeaf, why: string): ModernLeaves {
  return modern([], [{ written, message: `is ignored: ${why}` }]);
}

export function joined(parts: readonly ModernLeaves[]): ModernLeaves {
  return {
    leaves: parts.flatMap(({ leaves }) => leaves),
    warnings: parts.flatMap(({ warnings }) => warnings),
    problems: parts.flatMap(({ problems }) => problems),
  };
}

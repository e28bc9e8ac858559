import { dottedPath } from '@hal0/platform';
import { isTable, type ConfigLeaf } from './config-layer.js';

/** Finds what a layer says at a path without looking through all of its leaves. */
export class LeafIndex {
  /** By every path that leads to a leaf or is its own: the first one. */
  private readonly below = new Map<string, number>();
  /** By its path, the first leaf that is a value; a table says nothing about what could be in it. */
  private readonly values = new Map<string, number>();

  constructor(private readonly leaves: readonly ConfigLeaf[]) {
    for (const [index, { path, value }] of leaves.entries()) {
      for (const prefix of prefixes(path)) {
        if (!this.below.has(prefix)) this.below.set(prefix, index);
      }
      const own = dottedPath(path);
      if (!isTable(value) && !this.values.has(own)) this.values.set(own, index);
    }
  }

  /** The first leaf at this path, in it, or in its stead. */
  find(path: readonly string[]): ConfigLeaf | undefined {
    const inStead = prefixes(path.slice(0, -1)).map((prefix) => this.values.get(prefix));
    const found = [this.below.get(dottedPath(path)), ...inStead].filter((index) => index !== undefined);
    return found.length ? this.leaves[Math.min(...found)] : undefined;
  }
}

const prefixes = (path: readonly string[]): string[] => path.map((_, index) => dottedPath(path.slice(0, index + 1)));

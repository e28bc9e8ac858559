import { dottedPath } from '@hal0/platform';
import { tableOf, type ConfigLayer, type ConfigLeaf } from './config-layer.js';

/** All layers as one table: tables merge, values and lists replace. Lowest layer first. */
export function mergeLayers(layers: readonly ConfigLayer[]): ReturnType<typeof tableOf> {
  const merged = new Map<string, ConfigLeaf>();
  for (const { leaves } of layers) {
    for (const leaf of leaves) {
      const path = dottedPath(leaf.path);
      const below = merged.get(path);
      if (!leaf.weak || !below || below.weak) merged.set(path, leaf);
    }
  }
  return tableOf([...merged.values()]);
}

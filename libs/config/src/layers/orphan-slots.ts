import type { ConfigLayer, ConfigLeaf } from './config-layer.js';
import type { LayerNote } from './modern-leaves.js';

/**
 * capabilities.toml without the slots that it alone speaks of and whose type it does not know: what is left of a slot that
 * another file defined. hal0 wrote it, so it is no reason not to start.
 */
export function withoutOrphans(layers: readonly ConfigLayer[]): {
  layers: readonly ConfigLayer[];
  notes: readonly { layer: ConfigLayer; note: LayerNote }[];
} {
  const defined = new Set(
    layers.flatMap(({ name, leaves }) =>
      leaves.filter(({ path }) => name !== 'capabilities' || path[2] === 'type').map(slotOf),
    ),
  );
  const isOrphan = (leaf: ConfigLeaf) => leaf.path[0] === 'slots' && !defined.has(slotOf(leaf));
  return {
    layers: layers.map((layer) => ({ ...layer, leaves: layer.leaves.filter((leaf) => !isOrphan(leaf)) })),
    notes: layers.flatMap((layer) => {
      const first = new Map(layer.leaves.filter(isOrphan).map((leaf) => [slotOf(leaf), leaf]));
      return [...first].map(([name, leaf]) => ({
        layer,
        note: { written: blockOf(leaf), message: ignored(name ?? '') },
      }));
    }),
  };
}

const slotOf = ({ path: [section, name] }: ConfigLeaf): string | undefined => (section === 'slots' ? name : undefined);

const blockOf = ({ path, written }: ConfigLeaf): readonly string[] =>
  written.slice(0, Math.max(1, written.length - (path.length - 2)));

const ignored = (name: string): string =>
  `is ignored: no file says what slot ${name} is. Remove the block, or say its type`;

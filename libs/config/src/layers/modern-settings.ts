import { dottedPath, pathParts } from '@hal0/platform';
import type { ConfigLeaf } from './config-layer.js';
import { dropped, entry, joined, modern, renamed, type ModernLeaves } from './modern-leaves.js';
import { modernSlot } from './modern-slot.js';

/** Documented names of older versions. Source: seeds, "Config schema reference"; reference 2.2 and 2.6. */
const RENAMED: Readonly<Record<string, string>> = {
  'api.telemetry': 'telemetry.enabled',
  'slots.idle_timeout_s': 'slots.idle_timeout_seconds',
  'dispatcher.prefetch_timeout_s': 'dispatcher.prefetch_timeout_seconds',
  'telemetry.channel': 'update.channel',
  'memory.embedding.connect_timeout_s': 'memory.embedding.connect_timeout_seconds',
  'memory.embedding.read_timeout_s': 'memory.embedding.read_timeout_seconds',
  'memory.embedding.rerank_connect_timeout_s': 'memory.embedding.rerank_connect_timeout_seconds',
  'memory.embedding.rerank_read_timeout_s': 'memory.embedding.rerank_read_timeout_seconds',
  'memory.graph.llm_timeout_s': 'memory.graph.llm_timeout_seconds',
};

const PULL_ROOT = 'models.pull_root';
const STORE = ['models', 'store'];

/** Old names, and the settings that they speak for. */
export const OLD_NAMES: Readonly<Record<string, string>> = { ...RENAMED, [PULL_ROOT]: dottedPath(STORE) };

const NO_LOGIN = 'hal0 has no login of its own; whoever reaches its address may use it';
const RETIRED: Readonly<Record<string, string>> = {
  'security.require_auth': NO_LOGIN,
  'security.trust_forwarded_for': NO_LOGIN,
  'auth.enabled': NO_LOGIN,
};

/** Of `[upstreams.<name>]`. */
const RETIRED_OF_UPSTREAM: Readonly<Record<string, string>> = {
  kind: 'an upstream is always a provider elsewhere; slots are named by themselves',
  slot_name: 'slots are named by themselves',
  warmup_strategy: 'a connection is opened by the first request',
};

/** hal0.toml, or a drop-in, in today's names. Pure. */
export function modernSettings(leaves: readonly ConfigLeaf[]): ModernLeaves {
  const slots = new Map<string, ConfigLeaf[]>();
  const parts: ModernLeaves[] = [];
  for (const leaf of leaves) {
    const [section, name] = leaf.path;
    if (section === 'slots' && name !== undefined && leaf.path.length > 2) {
      const block = slots.get(name);
      if (block) block.push(leaf);
      else slots.set(name, [leaf]);
    } else parts.push(modernLeaf(leaf, leaves));
  }
  return joined([...parts, ...[...slots].map(([name, block]) => modernSlot(name, block, 'keep'))]);
}

function modernLeaf(leaf: ConfigLeaf, all: readonly ConfigLeaf[]): ModernLeaves {
  const path = dottedPath(leaf.path);
  const name = entry(RENAMED, path);
  const why = retirement(leaf.path);
  if (name !== undefined) return renamed(leaf, pathParts(name), all);
  if (why !== undefined) return dropped(leaf, why);
  // The older name of the store counts only where nobody names a store.
  if (path === PULL_ROOT) return renamed({ ...leaf, weak: true }, STORE, all);
  const superseded =
    path === 'models.store' && leaf.value === '' && all.some((other) => dottedPath(other.path) === PULL_ROOT);
  return modern(superseded ? [] : [leaf]);
}

function retirement(path: readonly string[]): string | undefined {
  const [section, , field] = path;
  return section === 'upstreams' && field !== undefined && path.length === 3
    ? entry(RETIRED_OF_UPSTREAM, field)
    : entry(RETIRED, dottedPath(path));
}

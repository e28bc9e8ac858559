import { dottedPath } from '@hal0/platform';
import { isSeeded } from '../schema/slot.settings.js';
import type { ModelType } from '../schema/vocabulary.js';
import type { ConfigLeaf } from './config-layer.js';
import { entry, joined, modern, type ModernLeaves } from './modern-leaves.js';
import { modernSlot } from './modern-slot.js';

/** The form of capabilities.toml that hal0 writes. Source: ARCHITECTURE section 4. */
export const CAPABILITIES_VERSION = 3;

const RENAMED_SLOTS: Readonly<Record<string, string>> = { 'embed-rerank': 'rerank' };

/** What the slots of a group serve, where the slot itself does not say. Source: reference 1.2 and 1.3. */
const GROUP_TYPES: Readonly<Record<string, ModelType>> = {
  chat: 'llm',
  vision: 'llm',
  embed: 'embedding',
  img: 'image',
};

/**
 * Which form a capabilities.toml has. Version 1 did not say, and neither does an empty file. One that still holds selections
 * is of the form that had them, whatever it says of itself.
 */
export function capabilitiesVersion(leaves: readonly ConfigLeaf[]): unknown {
  const said = leaves.find(({ path }) => path.length === 1 && path[0] === 'schema_version');
  const selections = leaves.some(({ path }) => path[0] === 'selections');
  if (!said) return selections ? 1 : CAPABILITIES_VERSION;
  return selections && said.value === CAPABILITIES_VERSION ? 2 : said.value;
}

/** The selections of versions 1 and 2 as slots; what is written as slots already stays. Pure. Source: reference 1.3. */
export function modernCapabilities(leaves: readonly ConfigLeaf[]): ModernLeaves {
  const slots = new Map<string, ConfigLeaf[]>();
  const rest: ConfigLeaf[] = [];
  for (const leaf of leaves) {
    const [section, group = '', child = '', ...key] = leaf.path;
    if (section === 'schema_version' && leaf.path.length === 1) continue;
    if (section !== 'selections' || !key.length) {
      rest.push(leaf);
      continue;
    }
    const name = entry(RENAMED_SLOTS, child) ?? child;
    const block = slots.get(name) ?? typeOf(group, name, leaf);
    block.push({ ...leaf, path: ['slots', name, ...key] });
    slots.set(name, block);
  }
  const written = new Set(rest.map(({ path }) => dottedPath(path)));
  const selected = joined([...slots].map(([name, block]) => modernSlot(name, block, 'drop')));
  // Whoever wrote a slot did so later than whoever wrote the selection of it.
  const kept = selected.leaves.filter(({ path }) => !written.has(dottedPath(path)));
  return joined([modern(rest), { ...selected, leaves: kept }]);
}

function typeOf(group: string, name: string, { written }: ConfigLeaf): ConfigLeaf[] {
  const type = group === 'voice' ? (name.includes('tts') ? 'tts' : 'transcription') : entry(GROUP_TYPES, group);
  return isSeeded(name) || !type ? [] : [{ path: ['slots', name, 'type'], value: type, written, weak: true }];
}

import type { SlotSettings } from '@hal0/config';
import type { TomlTable } from '@hal0/platform';
import type { UpdateSlotDto } from '../http/update-slot.dto.js';

const SCHEMA_VERSION = 3;

/** Fields of the API and their words in the record. */
const WORDS = {
  model: 'model',
  enabled: 'enabled',
  default: 'default',
  device: 'device',
  contextSize: 'context_size',
  parallel: 'parallel',
  idleTimeoutSeconds: 'idle_timeout_seconds',
  threads: 'threads',
  extraArgs: 'extra_args',
  pinned: 'pinned',
  labels: 'labels',
  profile: 'profile',
  systemPrompt: 'system_prompt',
  fallback: 'fallback',
  fallbackAfterSeconds: 'fallback_after_seconds',
  fallbackQueueLongerThan: 'fallback_queue_longer_than',
  fallbackOn: 'fallback_on',
  localOnly: 'local_only',
} as const satisfies Record<keyof UpdateSlotDto, keyof SlotSettings>;

/** What a field of the API is called in the record. */
export const wordOf = (field: keyof UpdateSlotDto): keyof SlotSettings => WORDS[field];

/** The record's words for a change that came over the API. A key with the value undefined is to be removed. */
export function toRecordChanges(patch: UpdateSlotDto): Partial<SlotSettings> {
  const changes = Object.entries(WORDS).flatMap(([field, word]): [string, unknown][] => {
    const value = patch[field as keyof UpdateSlotDto];
    if (value === undefined) return [];
    // Without a model is something to say, so that no layer below brings one back.
    if (value === null) return [[word, word === 'model' ? '' : undefined]];
    return [[word, value]];
  });
  return Object.fromEntries(changes);
}

/** capabilities.toml with other values for one slot, and everything else as it stands. */
export function withSlot(table: TomlTable, name: string, changes: Partial<SlotSettings>): TomlTable {
  const slots = slotTables(table);
  const merged: Record<string, unknown> = { ...(slots[name] as TomlTable | undefined), ...changes };
  const kept = Object.entries(merged).filter(([, value]) => value !== undefined);
  return {
    ...table,
    schema_version: SCHEMA_VERSION,
    slots: { ...slots, [name]: Object.fromEntries(kept) as TomlTable },
  };
}

/** capabilities.toml without a slot. */
export function withoutSlot(table: TomlTable, name: string): TomlTable {
  const { [name]: _gone, ...slots } = slotTables(table);
  return { ...table, schema_version: SCHEMA_VERSION, slots };
}

export function isOnRecord(table: TomlTable, name: string): boolean {
  return Object.hasOwn(slotTables(table), name);
}

function slotTables(table: TomlTable): TomlTable {
  return (table['slots'] as TomlTable | undefined) ?? {};
}

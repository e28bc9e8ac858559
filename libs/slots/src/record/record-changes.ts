import type { SlotSettings } from '@hal0/config';
import type { TomlTable } from '@hal0/platform';
import type { UpdateSlotDto } from '../http/update-slot.dto.js';

const SCHEMA_VERSION = 3;

/** The record's words for a change that came over the API. A key with the value undefined is to be removed. */
export function toRecordChanges(patch: UpdateSlotDto): Partial<SlotSettings> {
  const { model, contextSize, idleTimeoutSeconds, extraArgs, ...same } = patch;
  const { enabled, default: isDefault, device, parallel, pinned, labels, threads } = same;
  const changes: Partial<Record<keyof SlotSettings, unknown>> = {};
  const set = (key: keyof SlotSettings, value: unknown) => {
    if (value !== undefined) changes[key] = value;
  };
  set('model', model === null ? '' : model);
  set('idle_timeout_seconds', idleTimeoutSeconds);
  set('enabled', enabled);
  set('default', isDefault);
  set('device', device);
  set('parallel', parallel);
  set('pinned', pinned);
  set('labels', labels);
  if (contextSize !== undefined) changes.context_size = contextSize ?? undefined;
  if (threads !== undefined) changes.threads = threads ?? undefined;
  if (extraArgs !== undefined) changes.extra_args = extraArgs ?? undefined;
  return changes as Partial<SlotSettings>;
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

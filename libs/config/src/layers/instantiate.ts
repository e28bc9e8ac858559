import type { TomlTable } from '@hal0/platform';
import { Hal0Settings } from '../schema/hal0.settings.js';
import { settingMembers, type SettingsClass } from '../schema/setting.decorator.js';
import { SlotSettings } from '../schema/slot.settings.js';
import { isTable } from './config-layer.js';

/** A table whose values suit their fields, as settings with every default filled in. */
export function hal0Settings(table: TomlTable): Hal0Settings {
  return instantiate(Hal0Settings, table);
}

/** The slots of that table by name. A slot that does not say is unloaded after the time that `[slots]` says. */
export function slotSettings(
  table: TomlTable,
  { slots: { idle_timeout_seconds } }: Hal0Settings,
): Map<string, SlotSettings> {
  const blocks = Object.entries(tableAt(table, 'slots')).filter(([, block]) => isTable(block));
  return new Map(
    blocks.map(([name, block]) => [name, instantiate(SlotSettings, { idle_timeout_seconds, ...(block as TomlTable) })]),
  );
}

function instantiate<T extends object>(schema: SettingsClass<T>, table: TomlTable): T {
  const settings = new schema();
  for (const { property, section } of settingMembers(schema)) {
    const value = table[property];
    if (value === undefined) continue;
    Object.assign(settings, { [property]: section ? sectionOf(section, tableAt(table, property)) : value });
  }
  return settings;
}

function sectionOf(
  { fields, named }: { fields?: () => SettingsClass; named?: () => SettingsClass },
  table: TomlTable,
): object {
  if (fields) return instantiate(fields(), table);
  const entries = Object.entries(table).filter(([, block]) => isTable(block));
  return Object.fromEntries(
    named ? entries.map(([name, block]) => [name, instantiate(named(), block as TomlTable)]) : [],
  );
}

function tableAt(table: TomlTable, key: string): TomlTable {
  const value = table[key];
  return isTable(value) ? value : {};
}

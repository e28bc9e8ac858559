import type { ConfigOriginDto, SettingsDto } from '@hal0/config';
import type { CommandContext } from '../command-context.js';

/** One value in effect. */
export interface SettingRow {
  path: string;
  value: unknown;
  origin: ConfigOriginDto;
}

/** The configuration in effect: as the running API has it, else as the files and this environment say. */
export function effectiveSettings(context: CommandContext): Promise<SettingsDto> {
  return context.apiOrFiles(
    () => context.ask<SettingsDto>('api/settings'),
    async (local) => local.settings().view(),
  );
}

/** The values at a dotted path and below it; all of them without one. */
export function settingRows({ settings, origins }: SettingsDto, below?: string): SettingRow[] {
  return Object.entries(origins)
    .filter(([path]) => below === undefined || path === below || path.startsWith(`${below}.`))
    .map(([path, origin]) => ({ path, value: valueAt(settings, path), origin }));
}

/** `/etc/hal0/hal0.toml:12`, `HAL0_PORT`, `built-in`. */
export function originText({ layer, file, line, variable }: ConfigOriginDto): string {
  if (variable) return variable;
  return file ? [file, line].filter(Boolean).join(':') : layer;
}

/** As TOML writes it; strings without quotes, since nothing follows them on the line. */
export function valueText(value: unknown): string {
  if (typeof value === 'string') return value || '""';
  return value === undefined ? '' : JSON.stringify(value);
}

export function valueAt(table: Readonly<Record<string, unknown>>, path: string): unknown {
  return keyParts(path).reduce<unknown>(
    (part, key) =>
      typeof part === 'object' && part !== null && Object.hasOwn(part, key)
        ? (part as Record<string, unknown>)[key]
        : undefined,
    table,
  );
}

/** The keys of a dotted path; a key in quotes may hold dots. */
export const keyParts = (path: string): string[] =>
  (path.match(/"(?:[^"\\]|\\.)*"|[^.]+/g) ?? []).map((part) =>
    part.startsWith('"') ? (JSON.parse(part) as string) : part,
  );

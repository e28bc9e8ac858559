import { readTextFile, writeFileAtomic, type Hal0Paths } from '@hal0/platform';
import type { HardwareReport } from './hardware-report.js';
import { unprobedReport } from './unprobed-report.js';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/**
 * Writes hardware.json: the report under the documented names (`ramMib` is `ram_mb`, still whole MiB), keys sorted, as a whole or
 * not at all.
 * @throws StorageFullError
 */
export async function writeHardwareFile(paths: Hal0Paths, report: HardwareReport): Promise<void> {
  await writeFileAtomic(paths.hardwareJson, `${JSON.stringify(renamed(plain(report), fileName), null, 2)}\n`);
}

/** The report of an earlier probe; undefined when there is none, or the file is of another version or broken. */
export async function readHardwareFile(paths: Hal0Paths): Promise<HardwareReport | undefined> {
  try {
    const text = await readTextFile(paths.hardwareJson);
    const report = text && renamed(JSON.parse(text) as Json, reportName);
    return report && isReport(report) ? report : undefined;
  } catch {
    // The next probe writes it anew.
    return undefined;
  }
}

function plain(report: HardwareReport): Json {
  return JSON.parse(JSON.stringify(report)) as Json;
}

/** The same value with other names of fields, sorted by them. */
function renamed(value: Json, rename: (name: string) => string): Json {
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([name, item]) => [rename(name), renamed(item, rename)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function fileName(name: string): string {
  return name.replace(/Mib$/, 'Mb').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function reportName(name: string): string {
  return name.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase()).replace(/Mb$/, 'Mib');
}

/** A file of an older version lacks fields; one of the kinds that this version writes has them all, of the same type. */
function isReport(value: unknown): value is HardwareReport {
  const found = value as Record<string, unknown>;
  return Object.entries(unprobedReport()).every(([name, sample]) => {
    if (sample === null) return name in found;
    return typeof found[name] === typeof sample && Array.isArray(found[name]) === Array.isArray(sample);
  });
}

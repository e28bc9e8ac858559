import {
  createFileExclusive,
  editToml,
  parseToml,
  readTextFile,
  renameTomlKey,
  withFileLock,
  type Clock,
  type Hal0Paths,
  type TomlTable,
} from '@hal0/platform';
import { writeConfigFile } from '../store/write-config-file.js';
import { leavesOf } from './config-layer.js';
import { readConfigText } from './config-text.js';
import { migrateCapabilities } from './migrate-capabilities.js';
import { migrateHal0Toml, type Migration } from './migrate-hal0-toml.js';
import { capabilitiesVersion } from './modern-capabilities.js';

/** One file that is not in the words of this version, and what becomes of it. */
export interface ConfigMigration {
  file: string;
  /** Where the file as it was is kept. */
  backup: string;
  /** One sentence each. */
  changes: readonly string[];
}

interface PlannedMigration extends ConfigMigration {
  before: string;
  after: string;
}

type Plan = (paths: Hal0Paths) => Promise<PlannedMigration | undefined>;

const planCapabilities: Plan = ({ capabilitiesToml }) =>
  planFile(capabilitiesToml, migrateCapabilities, (table) => capabilitiesVersion(leavesOf(table)));

const planHal0Toml: Plan = ({ hal0Toml }) =>
  planFile(hal0Toml, migrateHal0Toml, ({ meta }) => (meta as TomlTable | undefined)?.['schema_version'] ?? 1);

/**
 * What {@link migrateConfig} would do. Writes nothing.
 * @throws TomlSyntaxError
 */
export async function plannedMigrations(paths: Hal0Paths): Promise<ConfigMigration[]> {
  return (await planned(paths, [planCapabilities, planHal0Toml])).map(summary);
}

/**
 * Rewrites capabilities.toml and hal0.toml of earlier versions in the words of this one, comments and order kept; the old
 * file stays beside it. A second run finds nothing to do. Overlays are a person's own and stay as they are.
 * @throws TomlSyntaxError, StorageFullError, FileLockedError
 */
export function migrateConfig(paths: Hal0Paths, clock: Clock): Promise<ConfigMigration[]> {
  return migrate(paths, clock, [planCapabilities, planHal0Toml]);
}

/**
 * The same for hal0's own file alone, at every start; hal0.toml is a person's, and is rewritten when they say so.
 * @throws TomlSyntaxError, StorageFullError, FileLockedError
 */
export async function migrateCapabilitiesFile(paths: Hal0Paths, clock: Clock): Promise<ConfigMigration | undefined> {
  return (await migrate(paths, clock, [planCapabilities]))[0];
}

async function migrate(paths: Hal0Paths, clock: Clock, plans: readonly Plan[]): Promise<ConfigMigration[]> {
  if (!(await planned(paths, plans)).length) return [];
  return withFileLock(paths.configLock, clock, async () => {
    const migrations = await planned(paths, plans);
    for (const { file, backup, before, after } of migrations) {
      await createFileExclusive(backup, before);
      await writeConfigFile(file, after);
    }
    return migrations.map(summary);
  });
}

async function planned(paths: Hal0Paths, plans: readonly Plan[]): Promise<PlannedMigration[]> {
  const migrations = await Promise.all(plans.map((plan) => plan(paths)));
  return migrations.filter((migration) => migration !== undefined);
}

async function planFile(
  file: string,
  migration: (table: TomlTable) => Migration,
  versionOf: (table: TomlTable) => unknown,
): Promise<PlannedMigration | undefined> {
  const before = readConfigText(file);
  if (before === undefined) return undefined;
  const table = parseToml(before, file);
  const { table: wanted, changes, renamed } = migration(table);
  if (!changes.length) return undefined;
  const backup = await freeBackup(file, versionOf(table), before);
  const named = renamed.reduce((text, { path, name }) => renameTomlKey(text, path, name), before);
  return { file, backup, changes, before, after: editToml(named, wanted) };
}

/** Where capabilities.toml is kept before it is brought to this version. */
export async function backupOf(file: string, text: string): Promise<string> {
  return freeBackup(file, capabilitiesVersion(leavesOf(parseToml(text, file))), text);
}

/** An older backup of something else is never overwritten; one of the same text serves again. */
async function freeBackup(file: string, version: unknown, text: string): Promise<string> {
  const wanted = `${file}.v${String(version)}.bak`;
  for (let name = wanted, count = 2; ; name = `${wanted}.${count}`, count += 1) {
    const existing = await readTextFile(name);
    if (existing === undefined || existing === text) return name;
  }
}

const summary = ({ file, backup, changes }: PlannedMigration): ConfigMigration => ({ file, backup, changes });

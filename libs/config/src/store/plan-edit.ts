import {
  dottedPath,
  editToml,
  parseToml,
  pathParts,
  type AuditActor,
  type Hal0Paths,
  type TomlTable,
} from '@hal0/platform';
import { isDeepStrictEqual } from 'node:util';
import { isTable } from '../layers/config-layer.js';
import { readConfigText } from '../layers/config-text.js';
import type { ConfigLayerName } from '../layers/config-origin.js';
import type { EffectiveConfig } from '../layers/effective-config.js';
import type { ConfigEnvironment } from '../layers/environment-layer.js';
import { loadConfig } from '../layers/load-config.js';
import { migrateCapabilities } from '../layers/migrate-capabilities.js';
import { backupOf } from '../layers/migrate-config.js';
import { ConfigInvalidError } from '../validation/config.errors.js';
import { ConfigOverriddenError, SlotFieldOverriddenError } from './config-store.errors.js';
import { refuseMovedKeys } from './refuse-moved-keys.js';
import type { ConfigFile, ValueChange } from './settings-change.js';
import { newTables, tableChanges, valueAt } from './table-changes.js';
import { refuseUnwritable } from './unwritable-value.js';

/** Twice as many as there are settings; each costs a look at the whole text. */
const MOST_CHANGES = 250;

/** A change of a configuration file that somebody wants. */
export type ConfigEdit = EditRequest & (TableEdit | TextEdit);

interface EditRequest {
  file: ConfigFile;
  /** What is done, dotted, for the record: `config.update`, `slot.configure`. */
  action: string;
  actor: AuditActor;
  /** What it is done to, for the record; the file's name when absent. */
  target?: string;
  /** Looks at the whole configuration as it would be, and throws to refuse. */
  check?: (next: EffectiveConfig) => void;
  /** Dotted paths that are meant to be set, also those that the file says already: refused when an overlay says otherwise. */
  sets?: readonly string[];
  /** The revision that this edit undoes. */
  undoOf?: number;
}

interface TableEdit {
  /** The file's table as it should be; may throw to refuse. */
  change: (table: TomlTable) => TomlTable;
}

interface TextEdit {
  /** The file's text as it should be; may throw to refuse. */
  rewrite: (text: string) => string;
}

/** Everything an edit would do; nothing is written yet. */
export interface EditPlan {
  /** Absolute path. */
  file: string;
  before: string;
  after: string;
  next: EffectiveConfig;
  changes: readonly ValueChange[];
  newTables: readonly string[];
  /** Where the file as it was is kept, when it was of an earlier version. */
  backup?: string;
}

export function configFilePath({ hal0Toml, capabilitiesToml, profilesToml }: Hal0Paths, file: ConfigFile): string {
  return { hal0: hal0Toml, capabilities: capabilitiesToml, profiles: profilesToml }[file];
}

/** The layer that a file is read as. */
const layerOf = (file: ConfigFile): ConfigLayerName => (file === 'profiles' ? 'profile' : file);

/**
 * Reads the file as it is now, never from memory: somebody may have edited it since.
 * @throws TomlSyntaxError, ConfigInvalidError, ConfigOverriddenError, SlotFieldOverriddenError, or what the edit itself throws
 */
export async function planEdit(paths: Hal0Paths, environment: ConfigEnvironment, edit: ConfigEdit): Promise<EditPlan> {
  const file = configFilePath(paths, edit.file);
  const before = readConfigText(file) ?? '';
  const { after, backup, base } = 'rewrite' in edit ? rewritten(before, file, edit) : await changed(before, file, edit);
  const wanted = parseToml(after, file);
  // What a file that was broken said cannot be compared.
  const table = base ?? wanted;
  const changes = tableChanges(table, wanted);
  const brought = newTables(table, wanted);
  const touched = changes.map(({ path }) => path);
  const unwritten = 'rewrite' in edit ? [] : [...touched, ...brought];
  const next = withoutPlaces(unwritten, () => loadConfig(paths, environment, new Map([[file, after]])));
  if (edit.file === 'capabilities') refuseTypeless(touched, wanted, next);
  for (const path of [...touched, ...hidden(edit.sets ?? [], wanted, next)]) refuseOverridden(edit.file, path, next);
  // What is undone was saved once, address and key together.
  if (edit.undoOf === undefined) refuseMovedKeys(changes, edit.sets ?? [], next.settings);
  edit.check?.(next);
  return { file, before, after, next, changes, newTables: brought, ...(backup === undefined ? {} : { backup }) };
}

/** Of these paths those that would have another value than the file says. */
function hidden(paths: readonly string[], wanted: TomlTable, next: EffectiveConfig): string[] {
  const effective = next.toTable();
  return paths.filter((path) => !isDeepStrictEqual(valueAt(effective, path), valueAt(wanted, path)));
}

/** What is wrong with a value that was to be set stands in no file yet, so no line of one is named. */
function withoutPlaces(paths: readonly string[], load: () => EffectiveConfig): EffectiveConfig {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof ConfigInvalidError)) throw error;
    const unwritten = new Set(paths);
    throw new ConfigInvalidError(
      error.problems.map(({ file, line, column, ...problem }) =>
        leadingTo(problem.path).some((path) => unwritten.has(path)) ? problem : { ...problem, file, line, column },
      ),
      error.count,
    );
  }
}

const leadingTo = (path: string): string[] =>
  pathParts(path).map((_, index, parts) => dottedPath(parts.slice(0, index + 1)));

/** A record without a type would be ignored, and nobody would know why. */
function refuseTypeless(touched: readonly string[], wanted: TomlTable, next: EffectiveConfig): void {
  for (const path of touched) {
    const [section, slot] = pathParts(path);
    if (section !== 'slots' || slot === undefined || next.slots.has(slot)) continue;
    const block = dottedPath(['slots', slot]);
    if (!isTable(valueAt(wanted, block))) continue;
    throw new ConfigInvalidError([
      { path: `${block}.type`, message: 'is missing: no other file says what the slot serves' },
    ]);
  }
}

/** The file's text after the edit, and the table that the edit began with. */
interface EditedText {
  after: string;
  base: TomlTable | undefined;
  backup?: string;
}

/** A file of hal0's own that is of an earlier version is brought to this one first; otherwise the change would have no effect. */
async function changed(text: string, file: string, edit: EditRequest & TableEdit): Promise<EditedText> {
  const read = () => {
    const table = parseToml(text, file);
    return edit.file === 'capabilities' ? migrateCapabilities(table) : { table, changes: [] };
  };
  const { table: base, changes: migrated } = read();
  const wanted = edit.change(read().table);
  refuseUnwritable(wanted);
  if (refuseTooMany(tableChanges(base, wanted)) === 0) return { after: text, base: parseToml(text, file) };
  const after = editToml(text, wanted);
  return migrated.length ? { after, base, backup: await backupOf(file, text) } : { after, base };
}

function rewritten(text: string, file: string, { rewrite }: TextEdit): EditedText {
  return { after: rewrite(text), base: tableOf(text, file) };
}

/** Returns how many changes there are. */
function refuseTooMany(changes: readonly ValueChange[]): number {
  const set = changes.filter(({ after }) => after !== null).length;
  if (set <= MOST_CHANGES) return changes.length;
  const message = `the change sets ${set} values, and at most ${MOST_CHANGES} can be set at once. Edit the file instead`;
  throw new ConfigInvalidError([{ path: '', message }]);
}

function tableOf(text: string, file: string): TomlTable | undefined {
  try {
    return parseToml(text, file);
  } catch {
    return undefined;
  }
}

function refuseOverridden(file: ConfigFile, path: string, next: EffectiveConfig): void {
  const origin = next.overlay(path, layerOf(file));
  if (!origin) return;
  const [section, slot, ...field] = pathParts(path);
  if (section === 'slots' && slot !== undefined && next.slots.has(slot)) {
    throw new SlotFieldOverriddenError(path, slot, field.join('.'), origin);
  }
  throw new ConfigOverriddenError(path, origin);
}

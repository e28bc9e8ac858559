import {
  editToml,
  parseToml,
  pathParts,
  readTextFile,
  type AuditActor,
  type Hal0Paths,
  type TomlTable,
} from '@hal0/platform';
import { isDeepStrictEqual } from 'node:util';
import type { EffectiveConfig } from '../layers/effective-config.js';
import type { ConfigEnvironment } from '../layers/environment-layer.js';
import { loadConfig } from '../layers/load-config.js';
import { ConfigInvalidError } from '../validation/config.errors.js';
import { ConfigOverriddenError, SlotFieldOverriddenError } from './config-store.errors.js';
import type { ConfigFile, ValueChange } from './settings-change.js';
import { newTables, tableChanges, valueAt } from './table-changes.js';

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
}

export const configFilePath = (paths: Hal0Paths, file: ConfigFile): string =>
  file === 'hal0' ? paths.hal0Toml : paths.capabilitiesToml;

/**
 * Reads the file as it is now, never from memory: somebody may have edited it since.
 * @throws TomlSyntaxError, ConfigInvalidError, ConfigOverriddenError, SlotFieldOverriddenError, or what the edit itself throws
 */
export async function planEdit(paths: Hal0Paths, environment: ConfigEnvironment, edit: ConfigEdit): Promise<EditPlan> {
  const file = configFilePath(paths, edit.file);
  const before = (await readTextFile(file)) ?? '';
  const after = 'rewrite' in edit ? edit.rewrite(before) : textAfter(before, file, edit.change);
  const wanted = parseToml(after, file);
  // What a file that was broken said cannot be compared.
  const table = tableOf(before, file) ?? wanted;
  const changes = tableChanges(table, wanted);
  const changed = changes.map(({ path }) => path);
  const unwritten = 'rewrite' in edit ? [] : changed;
  const next = withoutPlaces(unwritten, () => loadConfig(paths, environment, new Map([[file, after]])));
  for (const path of [...changed, ...hidden(edit.sets ?? [], wanted, next)]) refuseOverridden(edit.file, path, next);
  edit.check?.(next);
  return { file, before, after, next, changes, newTables: newTables(table, wanted) };
}

/** Of these paths those that would have another value than the file says. */
function hidden(paths: readonly string[], wanted: TomlTable, next: EffectiveConfig): string[] {
  const effective = next.toTable();
  return paths.filter((path) => !isDeepStrictEqual(valueAt(effective, path), valueAt(wanted, path)));
}

/** What is wrong with a value that was to be set stands in no file yet, so no line of one is named. */
function withoutPlaces(unwritten: readonly string[], load: () => EffectiveConfig): EffectiveConfig {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof ConfigInvalidError)) throw error;
    throw new ConfigInvalidError(
      error.problems.map(({ file, line, column, ...problem }) =>
        unwritten.includes(problem.path) ? problem : { ...problem, file, line, column },
      ),
    );
  }
}

function textAfter(text: string, file: string, change: TableEdit['change']): string {
  const table = parseToml(text, file);
  const wanted = change(parseToml(text, file));
  return tableChanges(table, wanted).length > 0 ? editToml(text, wanted) : text;
}

function tableOf(text: string, file: string): TomlTable | undefined {
  try {
    return parseToml(text, file);
  } catch {
    return undefined;
  }
}

function refuseOverridden(file: ConfigFile, path: string, next: EffectiveConfig): void {
  const origin = next.overlay(path, file);
  if (!origin) return;
  const [section, slot, ...field] = pathParts(path);
  if (section === 'slots' && slot !== undefined && next.slots.has(slot)) {
    throw new SlotFieldOverriddenError(path, slot, field.join('.'), origin);
  }
  throw new ConfigOverriddenError(path, origin);
}

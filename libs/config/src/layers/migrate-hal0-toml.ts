import { dottedPath, type TomlTable } from '@hal0/platform';
import { leavesOf, tableOf, type ConfigLeaf } from './config-layer.js';
import { modernSettings } from './modern-settings.js';

/** The newest form of hal0.toml that this hal0 knows. */
export const HAL0_TOML_VERSION = 2;

/** A file's table in the words of this version. */
export interface Migration {
  table: TomlTable;
  /** One sentence each; none when there is nothing to do. */
  changes: string[];
  /** Keys that only have another name now, so that they can stay where they are in the file. */
  renamed: { path: readonly string[]; name: string }[];
}

/** hal0.toml with today's names, `meta.schema_version` advanced. A table of this version, or a newer one, stays as it is. Pure. */
export function migrateHal0Toml(table: TomlTable): Migration {
  const leaves = leavesOf(table);
  const said = leaves.find(({ path }) => dottedPath(path) === 'meta.schema_version')?.value;
  const { leaves: modern, warnings } = modernSettings(leaves);
  // What a provider lets hal0 conclude depends on other files, so it stays as a person wrote it.
  const kept = modern.filter(isProvider);
  const done = warnings.filter(({ written }) => !kept.some((leaf) => leaf.written === written));
  if (
    (typeof said === 'number' && said > HAL0_TOML_VERSION) ||
    (!done.length && (said ?? HAL0_TOML_VERSION) === HAL0_TOML_VERSION)
  ) {
    return { table, changes: [], renamed: [] };
  }
  const version = { path: ['meta', 'schema_version'], value: HAL0_TOML_VERSION };
  const written = modern.map((leaf) =>
    isProvider(leaf) ? { ...leaf, path: leaf.written, value: valueAt(leaves, leaf) } : leaf,
  );
  return {
    table: tableOf([...written, version]),
    changes: [
      ...done.map((note) => `${dottedPath(note.written)} ${note.message}`),
      `meta.schema_version is ${HAL0_TOML_VERSION} now`,
    ],
    renamed: written.flatMap(({ path, written: old }) =>
      dottedPath(path.slice(0, -1)) === dottedPath(old.slice(0, -1)) && path.at(-1) !== old.at(-1)
        ? [{ path: old, name: path.at(-1) ?? '' }]
        : [],
    ),
  };
}

const isProvider = ({ weak, path }: ConfigLeaf): boolean => weak === true && path[0] === 'slots';

const valueAt = (leaves: readonly ConfigLeaf[], { written }: ConfigLeaf) =>
  leaves.find(({ path }) => path === written)?.value ?? '';

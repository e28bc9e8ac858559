import { dottedPath, type TomlTable } from '@hal0/platform';
import { leavesOf, tableOf } from './config-layer.js';
import type { Migration } from './migrate-hal0-toml.js';
import { CAPABILITIES_VERSION, capabilitiesVersion, modernCapabilities } from './modern-capabilities.js';

/** capabilities.toml of versions 1 and 2 in the form of version 3. Any other table stays as it is. Pure. Source: reference 1.3. */
export function migrateCapabilities(table: TomlTable): Migration {
  const leaves = leavesOf(table);
  const version = capabilitiesVersion(leaves);
  if (version !== 1 && version !== 2) return { table, changes: [], renamed: [] };
  const { leaves: modern, warnings } = modernCapabilities(leaves);
  const slots = [...new Set(modern.filter(({ path }) => path[0] === 'slots').map(({ path }) => path[1] ?? ''))];
  return {
    renamed: [],
    table: tableOf([{ path: ['schema_version'], value: CAPABILITIES_VERSION }, ...modern]),
    changes: [
      `version ${version} became version ${CAPABILITIES_VERSION}: ${slots.map((name) => `[slots.${name}]`).join(', ') || 'no slots'}`,
      ...warnings.map(({ written, message }) => `${dottedPath(written)} ${message}`),
    ],
  };
}

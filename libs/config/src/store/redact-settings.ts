import { isSecretName, pathParts, redact, REDACTED, type TomlTable } from '@hal0/platform';
import { isTable } from '../layers/config-layer.js';
import type { ValueChange } from './settings-change.js';

/**
 * The table as it may be shown: a value whose name says that it is a secret becomes `{ value: "***REDACTED***", set }`.
 * Source: reference, "Redaction".
 */
export function redactSettings(table: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return hidden(table, (value) => ({ value: REDACTED, set: value !== '' }));
}

/** The table with the word for a secret in place of each secret, so that it is still valid TOML of the same shape. */
export function withoutSecrets(table: TomlTable): TomlTable {
  return hidden(table, () => REDACTED) as TomlTable;
}

/** A change as it may be shown. */
export function redactChange<C extends ValueChange>(change: C): C {
  const name = pathParts(change.path).at(-1) ?? '';
  const shown = (value: unknown) => (value === null ? null : hidden({ [name]: value }, () => REDACTED)[name]);
  return { ...change, before: shown(change.before), after: shown(change.after) };
}

/** Tables are looked into rather than hidden: their names are people's own, and an upstream may be called "token". */
function hidden(table: Readonly<Record<string, unknown>>, hide: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(table).map(([name, value]) => {
      if (!isTable(value) && isSecretName(name)) return [name, hide(value)];
      return [name, shown(value, hide)];
    }),
  );
}

function shown(value: unknown, hide: (value: unknown) => unknown): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((part) => shown(part, hide));
  return isTable(value) ? hidden(value, hide) : value;
}

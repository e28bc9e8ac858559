import { dottedPath, SAFE_NAME } from '@hal0/platform';
import { isTable, type ConfigLeaf } from '../layers/config-layer.js';
import { classFields, expectation, inWords } from '../schema/field-schema.js';
import { documentationOf } from '../schema/settings-schema.js';
import { RESERVED_SLOT_NAMES } from '../schema/slot.settings.js';
import { RESERVED_UPSTREAM_NAMES } from '../schema/upstream.settings.js';
import { checkValue } from './check-value.js';
import { fieldPlace } from './field-place.js';
import { schemaPath, unknownKey } from './unknown-key.js';

/** What is wrong with one value of one layer. */
export interface LeafProblem {
  path: readonly string[];
  /** The part of the written path that is meant. */
  written: readonly string[];
  message: string;
  suggestion?: string;
  documentation: string;
}

const UPSTREAM_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Judges one value by itself: is there such a setting, and does the value suit it. */
export function checkLeaf(leaf: ConfigLeaf): LeafProblem | undefined {
  const { path, value, written } = leaf;
  const place = fieldPlace(path, isTable(value));
  const cut = (length: number) => ({ path: path.slice(0, length), written: writtenPart(leaf, length) });
  if (place.kind === 'unknown') {
    const { depth, siblings } = place;
    const key = path[depth] ?? '';
    const section = path.length === 1 && isTable(value);
    const unknown = unknownKey(path.slice(0, depth), key, section || path.length > 1 ? siblings : []);
    return { ...cut(depth + 1), ...unknown };
  }
  const name = wrongName(path);
  if (name) return { ...cut(2), message: name, documentation: documentationOf(schemaPath(path).slice(0, 2)) };
  const documentation = documentationOf(schemaPath(path));
  if (place.kind === 'section') {
    if (isTable(value)) return undefined;
    return { path, written, message: noSection(path, value), documentation };
  }
  const { schema, property, deeper } = place;
  if (deeper) {
    const field = classFields(schema)[property];
    const length = path.lastIndexOf(property) + 1;
    return {
      ...cut(length),
      message: `must be ${field ? expectation(field) : 'a value'}; this is a table`,
      documentation: documentationOf(schemaPath(path.slice(0, length))),
    };
  }
  const refused = checkValue(schema, property, value);
  return refused ? { path, written, ...refused, documentation } : undefined;
}

/** A leaf is written where it counts, except for what has a legacy name. */
function writtenPart({ path, written }: ConfigLeaf, length: number): readonly string[] {
  const moved = path.length - written.length;
  return written.slice(0, Math.max(1, length - moved));
}

function wrongName([section, name]: readonly string[]): string | undefined {
  if (name === undefined || schemaPath([section ?? '', name])[1] === name) return undefined;
  if (section === 'upstreams') {
    if (RESERVED_UPSTREAM_NAMES.includes(name)) return takenName('an upstream', RESERVED_UPSTREAM_NAMES);
    return UPSTREAM_NAME.test(name)
      ? undefined
      : 'is no name for an upstream: use letters, digits, ".", "_" and "-", at most 64, the first a letter or digit';
  }
  if (!SAFE_NAME.test(name)) {
    return `is no name for a ${section === 'profiles' ? 'profile' : 'slot'}: use a-z, 0-9, "_" and "-", at most 32, the first a letter or digit`;
  }
  return section === 'slots' && RESERVED_SLOT_NAMES.includes(name)
    ? takenName('a slot', RESERVED_SLOT_NAMES)
    : undefined;
}

function takenName(what: string, taken: readonly string[]): string {
  return `is no name for ${what}: ${inWords(taken, 'and')} mean something else to hal0. Choose another`;
}

function noSection(path: readonly string[], value: unknown): string {
  const header = dottedPath(path);
  return Array.isArray(value) && value.some(isTable)
    ? `is one table, not a list of them; write [${header}${path.length === 1 && (header === 'upstreams' || header === 'profiles') ? '.<name>' : ''}] with single brackets`
    : `is a section; write [${header}] on a line of its own and its settings below`;
}

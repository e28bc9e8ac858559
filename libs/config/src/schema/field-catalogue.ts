import { variableOf } from '../layers/environment-layer.js';
import { expectation, type FieldSchema } from './field-schema.js';
import type { SettingApplies } from './setting.decorator.js';
import { ANY_NAME, anchorOf, settingsSchema, type TableSchema } from './settings-schema.js';

/** One value of hal0.toml, as the reference page and the command line tell of it. */
export interface SettingField {
  /** Dotted; `slots.<name>.model` for what every slot has. */
  path: string;
  section: string;
  type: FieldSchema['type'];
  /** Built-in value; undefined when absence means something of its own. */
  default: unknown;
  unit: string | undefined;
  bounds: { minimum?: number; maximum?: number; exclusiveMinimum?: number };
  /** The values there are, when they can be listed. */
  values: readonly string[] | undefined;
  /** What a value must be, in words. */
  expects: string;
  description: string;
  applies: SettingApplies;
  reserved: boolean;
  examples: readonly unknown[];
  /** The variable of the environment that wins over every file. */
  variable: string | undefined;
  anchor: string;
}

let catalogue: readonly SettingField[] | undefined;

/** Every value of hal0.toml in the order of its declaration. */
export function fieldCatalogue(): readonly SettingField[] {
  return (catalogue ??= fieldsOf(settingsSchema(), []));
}

function fieldsOf(table: TableSchema, path: readonly string[]): SettingField[] {
  const own = Object.entries(table.properties).flatMap(([property, schema]) => {
    const here = [...path, property];
    return 'properties' in schema ? fieldsOf(schema, here) : [fieldOf(schema, here)];
  });
  return table.additionalProperties ? [...own, ...fieldsOf(table.additionalProperties, [...path, ANY_NAME])] : own;
}

function fieldOf(schema: FieldSchema, path: readonly string[]): SettingField {
  const { type, minimum, maximum, exclusiveMinimum, description, examples = [] } = schema;
  return {
    path: path.join('.'),
    section: path.slice(0, -1).join('.'),
    type,
    default: schema.default,
    unit: schema['x-hal0-unit'],
    bounds: {
      ...(minimum === undefined ? {} : { minimum }),
      ...(maximum === undefined ? {} : { maximum }),
      ...(exclusiveMinimum === undefined ? {} : { exclusiveMinimum }),
    },
    values: schema.enum,
    expects: expectation(schema),
    description,
    applies: schema['x-hal0-applies'],
    reserved: schema['x-hal0-reserved'] ?? false,
    examples,
    variable: variableOf(path.join('.')),
    anchor: anchorOf(path),
  };
}

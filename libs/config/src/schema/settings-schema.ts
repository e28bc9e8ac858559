import { classFields, type FieldSchema } from './field-schema.js';
import { Hal0Settings } from './hal0.settings.js';
import { settingMembers, type SectionOptions, type SettingsClass } from './setting.decorator.js';

/** JSON Schema of a table. */
export interface TableSchema {
  type: 'object';
  description: string;
  properties: Record<string, FieldSchema | TableSchema>;
  /** What tables of other names hold; false when there are none. */
  additionalProperties: TableSchema | false;
  'x-hal0-doc': string;
}

export interface SettingsSchema extends TableSchema {
  $schema: string;
  $id: string;
  title: string;
}

const PAGE = 'configuration-reference.md';

/** Stands for the name of a slot or an upstream in a path of the schema. */
export const ANY_NAME = '<name>';

/** Where a path is documented, below `docs/`. */
export function documentationOf(path: readonly string[]): string {
  return path.length ? `${PAGE}#${anchorOf(path)}` : PAGE;
}

/** The anchor of a path on the reference page. */
export function anchorOf(path: readonly string[]): string {
  return path.map((part) => (part === ANY_NAME ? 'name' : part)).join('-');
}

/** hal0.toml as JSON Schema, for editors, the dashboard's form and anybody else. Legacy names are not in it. */
export function settingsSchema(): SettingsSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'https://hal0.dev/schema/hal0.toml.json',
    title: 'hal0.toml',
    ...tableSchema('Configuration of hal0.', { fields: () => Hal0Settings }, []),
  };
}

function tableSchema(
  description: string,
  { fields, named, each = '' }: SectionOptions,
  path: readonly string[],
): TableSchema {
  return {
    type: 'object',
    description,
    properties: fields ? propertiesOf(fields(), path) : {},
    additionalProperties: named ? tableSchema(each, { fields: named }, [...path, ANY_NAME]) : false,
    'x-hal0-doc': documentationOf(path),
  };
}

function propertiesOf(schema: SettingsClass, path: readonly string[]): TableSchema['properties'] {
  const fields = classFields(schema);
  return Object.fromEntries(
    settingMembers(schema).map(({ property, description, section }): [string, FieldSchema | TableSchema] => {
      const here = [...path, property];
      if (section) return [property, tableSchema(description, section, here)];
      const field = fields[property];
      // A value without a validator would be accepted whatever it is.
      if (!field) throw new Error(`${here.join('.')} has no validator`);
      return [property, { ...field, 'x-hal0-doc': documentationOf(here) }];
    }),
  );
}

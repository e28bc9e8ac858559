import { targetConstructorToSchema } from 'class-validator-jsonschema';
import type { SettingApplies, SettingsClass } from './setting.decorator.js';

/** JSON Schema of one value, with what hal0 adds to it. */
export interface FieldSchema {
  type: 'boolean' | 'integer' | 'number' | 'string' | 'array';
  description: string;
  default?: unknown;
  enum?: readonly string[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  maxLength?: number;
  pattern?: string;
  format?: string;
  items?: { type?: string; pattern?: string };
  uniqueItems?: boolean;
  examples?: readonly unknown[];
  'x-hal0-applies': SettingApplies;
  'x-hal0-unit'?: string;
  'x-hal0-expects'?: string;
  'x-hal0-reserved'?: true;
  'x-hal0-since'?: string;
  'x-hal0-doc': string;
}

type ClassFields = Readonly<Record<string, Omit<FieldSchema, 'x-hal0-doc'>>>;

const known = new Map<SettingsClass, ClassFields>();
const required = new Map<SettingsClass, readonly string[]>();

/** The schemas of a class's values by property, from its validation decorators and built-in values. */
export function classFields(schema: SettingsClass): ClassFields {
  const fields = known.get(schema) ?? readFields(schema);
  known.set(schema, fields);
  return fields;
}

/** Whether a value has to be given: it has no built-in one and may not be absent. */
export function requiredFields(schema: SettingsClass): readonly string[] {
  const fields = required.get(schema) ?? readRequired(schema);
  required.set(schema, fields);
  return fields;
}

function readRequired(schema: SettingsClass): readonly string[] {
  const builtIn = new schema() as Record<string, unknown>;
  const { required: needed = [] } = targetConstructorToSchema(schema) as { required?: string[] };
  return needed.filter((property) => builtIn[property] === undefined);
}

/** What a value must be, in words that end the sentence "must be …". */
export function expectation(field: Omit<FieldSchema, 'x-hal0-doc'>): string {
  const { type, enum: values, maxLength, 'x-hal0-expects': expects } = field;
  if (expects) return expects;
  if (values) return `one of ${inWords(values.map((value) => `"${value}"`))}`;
  if (type === 'boolean') return 'true or false';
  if (type === 'integer' || type === 'number') {
    return `a ${type === 'integer' ? 'whole ' : ''}number${range(field)}`;
  }
  if (type === 'array') return 'a list';
  return maxLength ? `a text of at most ${maxLength} characters` : 'a text';
}

/** `a, b or c` */
export function inWords(words: readonly string[], joint = 'or'): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${joint} ${words.at(-1)}`;
}

function range({ minimum, maximum, exclusiveMinimum }: Partial<FieldSchema>): string {
  if (minimum !== undefined && maximum !== undefined) return ` between ${minimum} and ${maximum}`;
  if (exclusiveMinimum !== undefined) {
    return ` above ${exclusiveMinimum}${maximum === undefined ? '' : ` and at most ${maximum}`}`;
  }
  if (minimum !== undefined) return ` of at least ${minimum}`;
  return maximum === undefined ? '' : ` of at most ${maximum}`;
}

function readFields(schema: SettingsClass): ClassFields {
  const builtIn = new schema() as Record<string, unknown>;
  const { properties = {} } = targetConstructorToSchema(schema) as { properties?: Record<string, FieldSchema> };
  return Object.fromEntries(
    Object.entries(properties).map(([property, field]) => {
      const value = builtIn[property];
      return [
        property,
        {
          ...field,
          // Validators of texts by pattern name no type of their own.
          type: field.type ?? 'string',
          ...(field.format === 'url' ? { format: 'uri' } : {}),
          ...(value === undefined ? {} : { default: value }),
        },
      ];
    }),
  );
}

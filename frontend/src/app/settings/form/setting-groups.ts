import type { JsonSchema } from './json-schema';
import { dotted, valueAt, type Path } from './path';
import type { Setting, SettingGroup, SettingKind } from './setting';

/** Says which form the file has; only a migration moves it on. */
const META = 'meta';
/** The slots stand in tables of their own beside the settings of `[slots]`; they have their own page. */
const SLOTS = 'slots';

/**
 * The form of hal0.toml: every field of its schema that is a person's to set, section by section in the schema's order.
 * @param values the settings in effect; they name the entries of tables such as `[upstreams.<name>]`
 */
export function settingGroups(schema: JsonSchema, values: unknown): readonly SettingGroup[] {
  return Object.entries(schema.properties ?? {})
    .filter(([name]) => name !== META)
    .map(([name, section]) => ({
      name,
      description: section.description ?? '',
      settings: settingsIn(section, [name], values),
    }));
}

function settingsIn(schema: JsonSchema, path: Path, values: unknown): readonly Setting[] {
  const { type, properties = {}, additionalProperties: entry } = schema;
  if (type !== 'object') return [toSetting(schema, path)];

  const inside = (name: string, child: JsonSchema) => settingsIn(child, [...path, name], values);
  const own = Object.entries(properties).flatMap(([name, child]) => inside(name, child));
  if (typeof entry !== 'object' || path[0] === SLOTS) return own;
  const entries = Object.keys(valueAt(values, path) ?? {}).filter((name) => !(name in properties));
  return [...own, ...entries.flatMap((name) => inside(name, entry))];
}

function toSetting(schema: JsonSchema, path: Path): Setting {
  return {
    path,
    key: dotted(path),
    name: dotted(path.slice(1)),
    kind: kindOf(schema),
    description: schema.description ?? '',
    default: schema.default,
    choices: schema.enum ?? [],
    numeric: isNumeric(schema) || isNumeric(schema.items ?? {}),
    bounds: boundsOf(schema),
    unit: schema['x-hal0-unit'] ?? null,
    needsRestart: schema['x-hal0-applies'] !== 'immediate',
    reserved: schema['x-hal0-reserved'] ?? false,
  };
}

function kindOf(schema: JsonSchema): SettingKind {
  if (schema.enum) return 'choice';
  if (schema.type === 'boolean') return 'switch';
  if (schema.type === 'array') return 'list';
  return isNumeric(schema) ? 'number' : 'text';
}

function isNumeric({ type }: JsonSchema): boolean {
  return type === 'number' || type === 'integer';
}

function boundsOf({ minimum, maximum, exclusiveMinimum }: JsonSchema): string {
  if (minimum !== undefined && maximum !== undefined) return `${minimum} to ${maximum}`;
  const least =
    minimum !== undefined ? `${minimum} or more` : exclusiveMinimum !== undefined ? `above ${exclusiveMinimum}` : '';
  return [least, maximum === undefined ? '' : `${maximum} at most`].filter(Boolean).join(', ');
}

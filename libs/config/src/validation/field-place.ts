import { Hal0Settings } from '../schema/hal0.settings.js';
import { settingMembers, type SectionOptions, type SettingsClass } from '../schema/setting.decorator.js';

/** What a path of hal0.toml leads to. */
export type FieldPlace =
  /** A value; `deeper` when the path goes on below it. */
  | { kind: 'value'; schema: SettingsClass; property: string; deeper: boolean }
  | { kind: 'section' }
  /** `depth` parts of the path are known; `siblings` may stand where the next one does. */
  | { kind: 'unknown'; depth: number; siblings: readonly string[] };

/** @param table whether the value at the path is a table */
export function fieldPlace(path: readonly string[], table: boolean): FieldPlace {
  let section: SectionOptions = { fields: () => Hal0Settings };
  for (const [depth, part] of path.entries()) {
    const schema = section.fields?.();
    const members = schema ? settingMembers(schema) : [];
    const member = members.find(({ property }) => property === part);
    const last = depth === path.length - 1;
    if (member && !member.section && schema) return { kind: 'value', schema, property: part, deeper: !last };
    if (member?.section) section = member.section;
    // A name of a person's choice is that of a table, so a value cannot bear it.
    else if (section.named && (!last || table)) section = { fields: section.named };
    else return { kind: 'unknown', depth, siblings: members.map(({ property }) => property) };
  }
  return { kind: 'section' };
}

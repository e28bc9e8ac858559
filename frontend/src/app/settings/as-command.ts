import type { Edit } from './settings-draft';
import type { SettingsPatch } from './settings-api';

const PLAIN = /^[\w./:@%+,=-]+$/;

/** The same edits on the command line, one to a line. */
export function asCommands(edits: readonly Edit[]): string {
  return edits
    .map(({ setting: { key }, after }) =>
      after === null
        ? `hal0 config unset ${quoted(key)}`
        : `hal0 config set ${quoted(key)} ${quoted(typeof after === 'string' ? after : JSON.stringify(after))}`,
    )
    .join('\n');
}

export function asCurl(patch: SettingsPatch, origin: string): string {
  const body = quoted(JSON.stringify(patch));
  return `curl -X PUT ${origin}/api/settings \\\n  -H 'content-type: application/json' \\\n  -d ${body}`;
}

/** A word that a shell passes on as it is. */
function quoted(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

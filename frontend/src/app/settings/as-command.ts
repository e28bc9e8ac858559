import { shellWord } from '../ui/shell-word';
import type { Edit } from './settings-draft';
import type { SettingsPatch } from './settings-api';

/** The same edits on the command line, one to a line. */
export function asCommands(edits: readonly Edit[]): string {
  return edits
    .map(({ setting: { key }, after }) =>
      after === null
        ? `hal0 config unset ${shellWord(key)}`
        : `hal0 config set ${shellWord(key)} ${shellWord(typeof after === 'string' ? after : JSON.stringify(after))}`,
    )
    .join('\n');
}

export function asCurl(patch: SettingsPatch, origin: string): string {
  const body = shellWord(JSON.stringify(patch));
  return `curl -X PUT ${origin}/api/settings \\\n  -H 'content-type: application/json' \\\n  -d ${body}`;
}

import { editToml, parseToml, redact, type TomlTable } from '@hal0/platform';
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { isDeepStrictEqual } from 'node:util';
import type { EditPlan } from './plan-edit.js';
import { withoutSecrets } from './redact-settings.js';

/** The change of the file's text, as `diff -u` writes it, without secrets. Empty when nothing would change. */
export function unifiedDiff({ file, before, after }: Pick<EditPlan, 'file' | 'before' | 'after'>): string {
  if (before === after) return '';
  return createTwoFilesPatch(file, file, shown(before, file), shown(after, file), '', '', {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  });
}

/** Secrets are replaced as values rather than by looking at lines, so that one over several lines is found too. */
function shown(text: string, file: string): string {
  const table: TomlTable = parseToml(text, file);
  const hidden = withoutSecrets(table);
  return redact(isDeepStrictEqual(table, hidden) ? text : editToml(text, hidden));
}

import { describeProblem, fieldCatalogue } from '@hal0/config';
import type { LocalHal0 } from '../local/local-hal0.js';
import { checkDraft } from './check-config.js';
import { keyParts } from './effective-settings.js';

const ANY_NAME = '<name>';

/** Whether the documentation knows a setting of this dotted path. */
export function isSetting(key: string): boolean {
  const parts = keyParts(key);
  return fieldCatalogue().some(({ path }) => {
    const names = path.split('.');
    return names.length === parts.length && names.every((name, index) => name === ANY_NAME || name === parts[index]);
  });
}

/** What is wrong with a key that is no setting, and what was probably meant: the words of a hal0.toml that sets it. */
export function unknownSetting(local: LocalHal0, key: string): string {
  const file = local.roots.hal0Toml;
  const { problems } = checkDraft(local, file, `${key} = 0\n`, file);
  const [problem] = problems.filter((one) => one.file === file);
  if (!problem) return `${key} is not a setting.`;
  const { path, message, suggestion, documentation } = problem;
  return describeProblem({
    path,
    message,
    ...(suggestion ? { suggestion } : {}),
    ...(documentation ? { documentation } : {}),
  });
}

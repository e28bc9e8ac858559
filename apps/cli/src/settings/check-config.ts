import { ConfigInvalidError, describeProblem, loadConfig, type ConfigProblem } from '@hal0/config';
import { readTextFile } from '@hal0/platform';
import { RefusedError } from '../cli.errors.js';
import type { LocalHal0 } from '../local/local-hal0.js';

/** A problem with the words a person reads. */
export type TextedProblem = ConfigProblem & { text: string };

export interface ConfigCheck {
  problems: readonly TextedProblem[];
  warnings: readonly TextedProblem[];
}

/**
 * Everything that is wrong with the configuration of this machine.
 * @param draft a file whose text stands in for hal0.toml; its problems are told with its name
 */
export async function checkConfig(local: LocalHal0, draft?: string): Promise<ConfigCheck> {
  if (draft === undefined) return check(local);
  const text = await readTextFile(draft);
  if (text === undefined) throw new RefusedError('cli.no_such_file', `There is no file ${draft}.`);
  return checkDraft(local, local.roots.hal0Toml, text, draft);
}

/** The same with `text` in place of what is in `file`, whose problems are told as those of `draft`. */
export function checkDraft(local: LocalHal0, file: string, text: string, draft: string): ConfigCheck {
  const renamed = (problem: ConfigProblem) => (problem.file === file ? { ...problem, file: draft } : problem);
  return check(local, new Map([[file, text]]), renamed);
}

function check(
  { roots, environment }: LocalHal0,
  pending?: ReadonlyMap<string, string>,
  renamed = (problem: ConfigProblem) => problem,
): ConfigCheck {
  const texted = (problems: readonly ConfigProblem[]) =>
    problems.map(renamed).map((problem) => ({ ...problem, text: describeProblem(problem) }));
  try {
    return { problems: [], warnings: texted(loadConfig(roots, environment, pending).warnings) };
  } catch (error) {
    if (!(error instanceof ConfigInvalidError)) throw error;
    return { problems: texted(error.problems), warnings: [] };
  }
}

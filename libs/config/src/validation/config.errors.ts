import { Hal0Error } from '@hal0/platform';
import { describeProblem, type ConfigProblem } from './config-problem.js';

/** More would help nobody. */
const MOST_PROBLEMS = 100;

/** A configuration file, a variable of the environment, or a change does not fit the schema. Source: ARCHITECTURE, decision 3. */
export class ConfigInvalidError extends Hal0Error {
  readonly code = 'config.invalid';
  readonly httpStatus = 400;

  /** The first hundred; the last one then says how many more there are. */
  readonly problems: readonly ConfigProblem[];

  /**
   * @param found everything that is wrong, at least one; the first becomes the message and `details.path`
   * @param count how many there are, when `found` does not hold them all
   */
  constructor(
    found: readonly ConfigProblem[],
    readonly count = found.length,
  ) {
    const problems = firstOf(found);
    const [first] = problems;
    const more = count - 1;
    super(
      `${first ? describeProblem(first) : 'The configuration is not valid.'}${more > 0 ? ` (and ${more} more)` : ''}`,
      {
        file: first?.file,
        line: first?.line,
        column: first?.column,
        path: first?.path,
        errors: Object.fromEntries(problems.map(({ path, message }) => [path, message])),
        problems,
      },
    );
    this.problems = problems;
  }
}

function firstOf(problems: readonly ConfigProblem[]): readonly ConfigProblem[] {
  // A list that was shortened already has one more.
  if (problems.length <= MOST_PROBLEMS + 1) return problems;
  const message = `there are ${problems.length - MOST_PROBLEMS} more problems; correct these first`;
  return [...problems.slice(0, MOST_PROBLEMS), { path: '', message }];
}

/** A configuration file is there but cannot be read, usually because it belongs to another user. */
export class ConfigUnreadableError extends Hal0Error {
  readonly code = 'config.unreadable';
  readonly httpStatus = 500;

  constructor(file: string, cause: unknown) {
    const denied = (cause as NodeJS.ErrnoException).code === 'EACCES';
    const cure = denied ? 'Run the command with sudo, or let its group read the file' : (cause as Error).message;
    super(`hal0 cannot read ${file}. ${cure}.`, { file }, { cause });
  }
}

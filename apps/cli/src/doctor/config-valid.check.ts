import { DoctorCheck, type DoctorFinding } from '@hal0/platform';
import type { LocalHal0 } from '../local/local-hal0.js';
import { checkConfig, type TextedProblem } from '../settings/check-config.js';

/** hal0.toml and what lies over it can be read and make sense. */
export class ConfigValidCheck extends DoctorCheck {
  readonly id = 'config.valid';

  constructor(private readonly local: LocalHal0) {
    super();
  }

  async run(): Promise<DoctorFinding> {
    const { problems, warnings } = await checkConfig(this.local);
    const remedy = 'See all of it: hal0 config validate';
    if (problems.length > 0) return { severity: 'error', message: countedText(problems), remedy };
    const [warning] = warnings;
    if (warning)
      return { severity: 'warning', message: warning.text, remedy: 'Rewrite old names: hal0 config migrate' };
    return { severity: 'ok', message: `${this.local.roots.hal0Toml} is valid` };
  }
}

const countedText = (problems: readonly TextedProblem[]): string =>
  problems.length === 1 ? `1 problem: ${problems[0]?.text}` : `${problems.length} problems, first ${problems[0]?.text}`;

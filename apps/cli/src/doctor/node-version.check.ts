import { DoctorCheck, type DoctorFinding } from '@hal0/platform';

/** Node.js is one that hal0 runs on. Source: `engines` of package.json. */
export class NodeVersionCheck extends DoctorCheck {
  readonly id = 'node.version';

  constructor(private readonly version: string) {
    super();
  }

  async run(): Promise<DoctorFinding> {
    const [major = 0, minor = 0] = this.version.split('.').map(Number);
    if (major >= 26 || (major === 24 && minor >= 15)) return { severity: 'ok', message: `Node.js ${this.version}` };
    return {
      severity: 'error',
      message: `Node.js ${this.version} is not one that hal0 runs on: it needs 24.15 or newer, or 26.`,
      remedy: 'Start hal0 by its own script or unit, which bring the right one.',
    };
  }
}

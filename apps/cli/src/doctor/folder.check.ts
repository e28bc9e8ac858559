import { DoctorCheck, ensureFolder, type DoctorFinding } from '@hal0/platform';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';

/** A folder that hal0 keeps its files in is there and can be written. */
export class FolderCheck extends DoctorCheck {
  constructor(
    readonly id: string,
    private readonly path: string,
  ) {
    super();
  }

  async run(): Promise<DoctorFinding> {
    try {
      await access(this.path, constants.R_OK | constants.W_OK | constants.X_OK);
      return { severity: 'ok', message: `${this.path} can be written` };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return this.missing();
      return {
        severity: 'warning',
        message: `${this.path} cannot be written by you`,
        remedy: 'Run hal0 doctor with sudo, or as the user that hal0 runs as, to know whether hal0 can.',
      };
    }
  }

  override async fix(): Promise<void> {
    await ensureFolder(this.path);
  }

  private missing(): DoctorFinding {
    const remedy = 'Make it with: hal0 doctor --fix. hal0 also does when it starts.';
    return { severity: 'warning', message: `${this.path} does not exist`, remedy, fixable: true };
  }
}

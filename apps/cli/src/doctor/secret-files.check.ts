import { DoctorCheck, keepPrivate, type DoctorFinding } from '@hal0/platform';
import { stat } from 'node:fs/promises';

const GROUP_AND_OTHERS = 0o077;

/** Files with credentials are their owner's alone. */
export class SecretFilesCheck extends DoctorCheck {
  readonly id = 'files.secrets';

  constructor(private readonly files: readonly string[]) {
    super();
  }

  async run(): Promise<DoctorFinding> {
    const open = await this.openFiles();
    if (open.length === 0) return { severity: 'ok', message: 'Files with credentials are private' };
    const message = `Others on this machine can read credentials: ${open.join(', ')}`;
    return { severity: 'error', message, remedy: `chmod 600 ${open.join(' ')}, or hal0 doctor --fix`, fixable: true };
  }

  override async fix(): Promise<void> {
    for (const file of await this.openFiles()) await keepPrivate(file);
  }

  private async openFiles(): Promise<string[]> {
    const open = await Promise.all(
      this.files.map(async (file) => {
        const mode = await stat(file).then(
          (found) => found.mode,
          () => 0,
        );
        return (mode & GROUP_AND_OTHERS) !== 0;
      }),
    );
    return this.files.filter((_, index) => open[index]);
  }
}

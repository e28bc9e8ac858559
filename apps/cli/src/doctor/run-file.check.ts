import { DoctorCheck, removeTree, type DoctorFinding } from '@hal0/platform';
import { readRunFile } from '../api/run-file.js';

/** The note of a running API belongs to one that runs. */
export class RunFileCheck extends DoctorCheck {
  readonly id = 'api.run_file';

  constructor(private readonly file: string) {
    super();
  }

  async run(): Promise<DoctorFinding> {
    const running = await readRunFile(this.file);
    if (!running) return { severity: 'ok', message: 'No API runs with these files' };
    if (running.isAlive) return { severity: 'ok', message: `The API runs as process ${running.pid}` };
    return {
      severity: 'warning',
      message: `${this.file} is left over from process ${running.pid}, which ended without removing it`,
      remedy: 'Remove it with: hal0 doctor --fix',
      fixable: true,
    };
  }

  override async fix(): Promise<void> {
    await removeTree(this.file);
  }
}

import { DoctorCheck, removeTree, SystemProcesses, type DoctorFinding } from '@hal0/platform';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Temporary file of an atomic write: `.hal0.toml.<pid>.<8 hex digits>`. */
const TEMPORARY = /^\..+\.(\d+)\.[0-9a-f]{8}$/;

/** Half-written files of processes that were killed; what they were to replace is intact. */
export class LeftoversCheck extends DoctorCheck {
  readonly id = 'files.leftovers';
  private readonly processes = new SystemProcesses();

  constructor(private readonly folders: readonly string[]) {
    super();
  }

  async run(): Promise<DoctorFinding> {
    const found = await this.leftovers();
    if (found.length === 0) return { severity: 'ok', message: 'No half-written files' };
    const message = `Half-written files of a process that was killed: ${found.join(', ')}`;
    return { severity: 'warning', message, remedy: 'Remove them with: hal0 doctor --fix', fixable: true };
  }

  override async fix(): Promise<void> {
    for (const file of await this.leftovers()) await removeTree(file);
  }

  private async leftovers(): Promise<string[]> {
    const found = await Promise.all(
      this.folders.map(async (folder) => {
        const names = await readdir(folder).catch(() => []);
        return names.filter((name) => this.isLeftover(name)).map((name) => join(folder, name));
      }),
    );
    return found.flat();
  }

  private isLeftover(name: string): boolean {
    const pid = TEMPORARY.exec(name)?.[1];
    return pid !== undefined && !this.processes.isAlive(Number(pid));
  }
}

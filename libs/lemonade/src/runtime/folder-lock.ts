import { createFileExclusive, ensureFolder, readTextFile, removeTree, type Clock, type Processes } from '@hal0/platform';
import { dirname } from 'node:path';

const POLL_MS = 250;

interface Holder {
  pid: number;
  /** Tells the holder from a later process that got the same number. */
  commandLine: readonly string[];
}

/** Lets one process at a time work on a folder. A lock whose holder died is taken over. */
export class FolderLock {
  constructor(
    private readonly processes: Processes,
    private readonly clock: Clock,
    private readonly ownPid: number,
  ) {}

  /** Waits for the lock file, does the work, lets go. @throws the signal's reason when it aborts while waiting. */
  async hold<T>(file: string, signal: AbortSignal, onWait: () => void, work: () => Promise<T>): Promise<T> {
    await ensureFolder(dirname(file));
    const commandLine = (await this.processes.commandLine(this.ownPid)) ?? [];
    const holder: Holder = { pid: this.ownPid, commandLine };
    let told = false;
    while (!(await createFileExclusive(file, JSON.stringify(holder)))) {
      if (await this.isAbandoned(file)) {
        await removeTree(file);
        continue;
      }
      if (!told) onWait();
      told = true;
      await this.clock.sleep(POLL_MS, signal);
    }
    try {
      return await work();
    } finally {
      await removeTree(file);
    }
  }

  private async isAbandoned(file: string): Promise<boolean> {
    const text = await readTextFile(file);
    // Gone, or created and not yet written: look again.
    if (!text) return false;
    const { pid, commandLine } = JSON.parse(text) as Holder;
    if (pid === this.ownPid) return false;
    const running = await this.processes.commandLine(pid);
    return running?.join('\0') !== commandLine.join('\0');
  }
}

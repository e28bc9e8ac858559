import {
  createFileExclusive,
  ensureFolder,
  fileFacts,
  readTextFile,
  removeTree,
  type Clock,
  type Processes,
} from '@hal0/platform';
import { dirname } from 'node:path';

const POLL_MS = 250;
/** A lock is written right after it is made; one that stays empty belongs to a process that died in between. */
const EMPTY_MS = 10_000;

/** What this process holds: a file with our own number that is not in here was left by an earlier process of that number. */
const heldHere = new Set<string>();

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
    heldHere.add(file);
    try {
      return await work();
    } finally {
      heldHere.delete(file);
      await removeTree(file);
    }
  }

  private async isAbandoned(file: string): Promise<boolean> {
    const text = await readTextFile(file);
    if (text === undefined) return false;
    if (!text) return this.isOld(file);
    const { pid, commandLine } = JSON.parse(text) as Holder;
    if (pid === this.ownPid) return !heldHere.has(file);
    const running = await this.processes.commandLine(pid);
    return running?.join('\0') !== commandLine.join('\0');
  }

  private async isOld(file: string): Promise<boolean> {
    const facts = await fileFacts(file);
    return facts !== undefined && this.clock.now() - facts.modifiedMs > EMPTY_MS;
  }
}

import { readTextFile, removeTree, writeFileAtomic, type Clock, type Processes } from '@hal0/platform';

const POLL_MS = 100;
/** lemond takes some two seconds per loaded model to end in order. */
const GRACE_MS = 30_000;

/** Remembers which process is ours, so that one left behind by a crash of hal0 is found and ended. */
export class LemondLeftover {
  /** @param cacheFolder stands in the command line of our lemond and in nobody else's */
  constructor(
    private readonly processes: Processes,
    private readonly clock: Clock,
    private readonly file: string,
    private readonly cacheFolder: string,
  ) {}

  async remember(pid: number): Promise<void> {
    await writeFileAtomic(this.file, `${JSON.stringify({ pid })}\n`, { mode: 0o600 });
  }

  async forget(): Promise<void> {
    await removeTree(this.file);
  }

  /** Ends a lemond left behind with everything it started, and returns when it is gone. True when there was one. */
  async end(): Promise<boolean> {
    const pid = await this.rememberedPid();
    if (pid === undefined || !(await this.isOurs(pid))) return false;
    this.processes.killGroup(pid, 'SIGTERM');
    const deadline = this.clock.monotonic() + GRACE_MS;
    while (await this.isOurs(pid)) {
      if (this.clock.monotonic() >= deadline) this.processes.killGroup(pid, 'SIGKILL');
      await this.clock.sleep(POLL_MS);
    }
    this.processes.killGroup(pid, 'SIGKILL');
    await this.forget();
    return true;
  }

  private async rememberedPid(): Promise<number | undefined> {
    try {
      const { pid } = JSON.parse((await readTextFile(this.file)) ?? '') as { pid?: unknown };
      return typeof pid === 'number' && pid > 1 ? pid : undefined;
    } catch {
      return undefined;
    }
  }

  private async isOurs(pid: number): Promise<boolean> {
    const commandLine = await this.processes.commandLine(pid);
    return commandLine?.includes(this.cacheFolder) ?? false;
  }
}

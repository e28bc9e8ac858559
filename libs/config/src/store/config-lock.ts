import { withFileLock, type Clock } from '@hal0/platform';

/** One change of the configuration files at a time: those of this process in the order of asking, others when it is free. */
export class ConfigLock {
  private tail: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly file: string,
    private readonly clock: Clock,
  ) {}

  /** While no other process changes the files either. @throws FileLockedError when one holds the lock for too long */
  run<T>(work: () => Promise<T>): Promise<T> {
    return this.inTurn(() => withFileLock(this.file, this.clock, work));
  }

  /** In its turn within this process; enough for reading, also where the files cannot be written. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.tail.then(work);
    this.tail = turn.catch(() => undefined);
    return turn;
  }
}

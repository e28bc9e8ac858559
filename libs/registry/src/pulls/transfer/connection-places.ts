import { CHUNK_BYTES } from './part-file.js';

/** So many connections, whoever wants one, each with room for the chunk that arrives; first come, first served. */
export class ConnectionPlaces {
  private readonly waiting: (() => void)[] = [];
  private readonly rooms: Buffer[] = [];

  constructor(private free: number) {}

  /** Runs `work` with a place. Rejects with the signal's reason when it is aborted before there is one. */
  async with<T>(signal: AbortSignal, work: (room: Buffer) => Promise<T>): Promise<T> {
    await this.take(signal);
    const room = this.rooms.pop() ?? Buffer.allocUnsafe(CHUNK_BYTES);
    try {
      return await work(room);
    } finally {
      this.rooms.push(room);
      this.giveBack();
    }
  }

  private take(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.free > 0) {
      this.free -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.waiting.splice(this.waiting.indexOf(enter), 1);
        reject(signal.reason as Error);
      };
      const enter = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      signal.addEventListener('abort', leave, { once: true });
      this.waiting.push(enter);
    });
  }

  private giveBack(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.free += 1;
  }
}

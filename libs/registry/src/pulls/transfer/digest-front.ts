import { createHash, type Hash } from 'node:crypto';
import { CHUNK_BYTES, type PartFile } from './part-file.js';

/** Small, because a digest is computed where requests are answered too. */
const PIECE_BYTES = 256 * 1024;

/** The SHA-256 of a file that arrives: it follows as far as the file is there from its beginning. */
export class DigestFront {
  private readonly room = Buffer.allocUnsafe(PIECE_BYTES);
  private hash: Hash = createHash('sha256');
  private position = 0;
  private running: Promise<void> = Promise.resolve();
  private active = false;

  constructor(private readonly part: PartFile) {}

  /** To be called after each chunk. */
  advance(signal: AbortSignal): void {
    if (this.active) return;
    // A failure to read shows in finish(), which does what is left.
    this.running = this.follow(signal).catch(() => undefined);
  }

  /** In hex, once all is there. */
  async finish(signal: AbortSignal): Promise<string> {
    await this.running;
    await this.follow(signal);
    return this.hash.digest('hex');
  }

  /** The file begins anew. */
  async restart(): Promise<void> {
    await this.running;
    this.hash = createHash('sha256');
    this.position = 0;
  }

  private async follow(signal: AbortSignal): Promise<void> {
    this.active = true;
    try {
      for (let end = this.reach(); this.position < end; end = this.reach()) {
        signal.throwIfAborted();
        const piece = await this.part.read(this.room.subarray(0, end - this.position), this.position);
        if (piece.length === 0) throw new Error('A file that arrives was cut by somebody else.');
        this.hash.update(piece);
        this.position += piece.length;
      }
    } finally {
      this.active = false;
    }
  }

  /** End of the chunk that comes next, if it is there. */
  private reach(): number {
    const chunk = Math.floor(this.position / CHUNK_BYTES);
    return this.part.has(chunk) ? chunk * CHUNK_BYTES + this.part.lengthOf(chunk) : this.position;
  }
}

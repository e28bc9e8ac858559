import type { ByteSource } from './byte-source.js';

/** The file ended, or claims to go on beyond its end. */
export class EndOfFile extends Error {}

/** Walks forward through the numbers of a little-endian file, holding one window of it in memory. */
export class ByteCursor {
  private window: Buffer = Buffer.alloc(0);
  private windowStart = 0;
  private at = 0;

  constructor(private readonly source: ByteSource) {}

  /** Bytes walked so far. */
  get position(): number {
    return this.windowStart + this.at;
  }

  get remaining(): number {
    return this.source.sizeBytes - this.position;
  }

  /** Whether `length` bytes can be read without {@link fill}. */
  has(length: number): boolean {
    return this.at + length <= this.window.length;
  }

  /** Makes the next `length` bytes readable. @throws EndOfFile */
  async fill(length: number): Promise<void> {
    if (this.has(length)) return;
    if (length > this.remaining) throw new EndOfFile();
    this.windowStart = this.position;
    this.at = 0;
    this.window = await this.source.read(this.windowStart, length);
    if (!this.has(length)) throw new EndOfFile();
  }

  /** @throws EndOfFile */
  skip(length: number): void {
    if (length > this.remaining) throw new EndOfFile();
    this.at += length;
  }

  uint8(): number {
    return this.window.readUInt8(this.move(1));
  }

  uint32(): number {
    return this.window.readUInt32LE(this.move(4));
  }

  /** Exact up to 2^53; what is larger stays larger than any file. */
  uint64(): number {
    const start = this.move(8);
    return this.window.readUInt32LE(start) + this.window.readUInt32LE(start + 4) * 2 ** 32;
  }

  text(length: number): string {
    const start = this.move(length);
    return this.window.toString('utf8', start, start + length);
  }

  private move(length: number): number {
    const start = this.at;
    this.at += length;
    return start;
  }
}

import { randomUUID } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { withStorageErrors } from './atomic-file.js';
import { ensureFolder } from './folders.js';

const PIECE_BYTES = 256 * 1_024;

/**
 * Bytes that are kept on disk for as long as somebody holds this object. The file has no name from the moment it is
 * open, so nobody else can read it, and its room is given back however the process ends.
 */
export class SpoolFile {
  private written = 0;

  private constructor(
    private readonly file: FileHandle,
    private readonly folder: string,
  ) {}

  /** @throws StorageFullError when the disk or quota is exhausted. */
  static async open(folder: string): Promise<SpoolFile> {
    await ensureFolder(folder, 0o700);
    const path = join(folder, randomUUID());
    const file = await withStorageErrors(folder, () => open(path, 'wx+', 0o600));
    await rm(path);
    return new SpoolFile(file, folder);
  }

  /** Bytes in it. */
  get size(): number {
    return this.written;
  }

  /** @throws StorageFullError when the disk or quota is exhausted. */
  async append(bytes: Buffer): Promise<void> {
    await withStorageErrors(this.folder, () => this.file.appendFile(bytes));
    this.written += bytes.length;
  }

  /** The bytes from `start` to `end`, exclusive. May be asked for several times, also at once. */
  async *read(start: number, end: number): AsyncGenerator<Buffer, void, undefined> {
    for (let at = start; at < end;) {
      const length = Math.min(PIECE_BYTES, end - at);
      const { bytesRead, buffer } = await this.file.read(Buffer.allocUnsafe(length), 0, length, at);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
      at += bytesRead;
    }
  }

  /** Gives the room back. */
  async close(): Promise<void> {
    await this.file.close();
  }
}

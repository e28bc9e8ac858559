import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { withStorageErrors } from './atomic-file.js';

/** A file that is written piece by piece, in any order. Places that nobody has written take no room and read as zeros. */
export class BlockFile {
  private constructor(
    private readonly file: FileHandle,
    private readonly path: string,
  ) {}

  /**
   * One that is there already keeps what it has.
   * @throws StorageFullError when the disk or quota is exhausted.
   */
  static async open(path: string): Promise<BlockFile> {
    const file = await withStorageErrors(path, () => open(path, constants.O_RDWR | constants.O_CREAT, 0o644));
    return new BlockFile(file, path);
  }

  async size(): Promise<number> {
    return (await this.file.stat()).size;
  }

  /** @throws StorageFullError when the disk or quota is exhausted. */
  async write(bytes: Uint8Array, position: number): Promise<void> {
    await withStorageErrors(this.path, async () => {
      for (let done = 0; done < bytes.length;) {
        const { bytesWritten } = await this.file.write(bytes, done, bytes.length - done, position + done);
        done += bytesWritten;
      }
    });
  }

  /** Fills `room` with the bytes from `position` on, as far as there are any. @returns the part of it that is filled */
  async read(room: Buffer, position: number): Promise<Buffer> {
    const { bytesRead } = await this.file.read(room, 0, room.length, position);
    return room.subarray(0, bytesRead);
  }

  /** Cuts what is behind `size`, or adds zeros up to it. */
  async resize(size: number): Promise<void> {
    await withStorageErrors(this.path, () => this.file.truncate(size));
  }

  /** Resolves once everything written so far would outlast a power failure. */
  async sync(): Promise<void> {
    await withStorageErrors(this.path, () => this.file.sync());
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}

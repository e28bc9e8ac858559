import { BlockFile, ensureFolder, fileFacts } from '@hal0/platform';
import { dirname } from 'node:path';

/** What is noted at once, and comes again at most when the process is killed. */
export const CHUNK_BYTES = 1024 * 1024;
const WRITTEN = 1;

/**
 * A file that arrives in chunks of 1 MiB, in any order, and a map beside it with one byte per chunk. A chunk is noted
 * only once it is written, so that a kill at any moment loses no more than the chunks under way.
 */
export class PartFile {
  private written: Uint8Array;
  private bytes = 0;

  private constructor(
    readonly path: string,
    private readonly data: BlockFile,
    private readonly map: BlockFile,
    private size: number,
  ) {
    this.written = new Uint8Array(chunksOf(size));
  }

  /** Goes on where an earlier one of the same size has stopped. */
  static async open(path: string, sizeBytes: number): Promise<PartFile> {
    await ensureFolder(dirname(path));
    const part = new PartFile(path, await BlockFile.open(path), await BlockFile.open(mapPath(path)), sizeBytes);
    await part.readMap();
    return part;
  }

  /** How much of it is on disk. */
  static async bytesOnDisk(path: string, sizeBytes: number): Promise<number> {
    if (!(await fileFacts(mapPath(path)))) return 0;
    const part = await PartFile.open(path, sizeBytes);
    await part.close();
    return part.bytesDone;
  }

  get sizeBytes(): number {
    return this.size;
  }

  get bytesDone(): number {
    return this.bytes;
  }

  get chunks(): number {
    return this.written.length;
  }

  get complete(): boolean {
    return this.bytes === this.size;
  }

  has(chunk: number): boolean {
    return this.written[chunk] === WRITTEN;
  }

  /** Length of a chunk: that of the last one is what remains. */
  lengthOf(chunk: number): number {
    return Math.min(CHUNK_BYTES, this.size - chunk * CHUNK_BYTES);
  }

  /** @throws StorageFullError */
  async writeChunk(chunk: number, bytes: Uint8Array): Promise<void> {
    if (this.has(chunk)) return;
    await this.data.write(bytes, chunk * CHUNK_BYTES);
    await this.map.write(Uint8Array.of(WRITTEN), chunk);
    // Two that brought the same chunk at once count as one.
    if (this.has(chunk)) return;
    this.written[chunk] = WRITTEN;
    this.bytes += this.lengthOf(chunk);
  }

  /** Fills `room` with the bytes from `position` on. @returns the part of it that is filled */
  read(room: Buffer, position: number): Promise<Buffer> {
    return this.data.read(room, position);
  }

  /** Forgets everything: the file at the source is another one, of this size. */
  async restart(sizeBytes: number): Promise<void> {
    await this.map.resize(0);
    await this.data.resize(0);
    this.size = sizeBytes;
    this.written = new Uint8Array(chunksOf(sizeBytes));
    this.bytes = 0;
  }

  async sync(): Promise<void> {
    await this.data.sync();
    await this.map.sync();
  }

  async close(): Promise<void> {
    await this.data.close();
    await this.map.close();
  }

  private async readMap(): Promise<void> {
    const noted = await this.map.read(Buffer.alloc(this.chunks), 0);
    const onDisk = await this.data.size();
    for (let chunk = 0; chunk < this.chunks; chunk++) {
      const end = chunk * CHUNK_BYTES + this.lengthOf(chunk);
      // A map that outlived its file is worth nothing.
      if (noted[chunk] !== WRITTEN || end > onDisk) continue;
      this.written[chunk] = WRITTEN;
      this.bytes += this.lengthOf(chunk);
    }
  }
}

const chunksOf = (sizeBytes: number): number => Math.ceil(sizeBytes / CHUNK_BYTES);
const mapPath = (path: string): string => `${path}.progress`;

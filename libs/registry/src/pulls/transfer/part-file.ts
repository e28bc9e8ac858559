import { BlockFile, ensureFolder, fileFacts, readAllBytes } from '@hal0/platform';
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
    const [noted, onDisk] = await Promise.all([readAllBytes(mapPath(path)), fileFacts(path)]);
    if (!noted || !onDisk) return 0;
    return chunksIn(noted, sizeBytes, onDisk.sizeBytes).reduce((sum, chunk) => sum + lengthOf(chunk, sizeBytes), 0);
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
    return lengthOf(chunk, this.size);
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
    for (const chunk of chunksIn(noted, this.size, await this.data.size())) {
      this.written[chunk] = WRITTEN;
      this.bytes += this.lengthOf(chunk);
    }
  }
}

/** Those that a map notes. One that outlived its file is worth nothing. */
function chunksIn(noted: Uint8Array, sizeBytes: number, onDiskBytes: number): number[] {
  const chunks = Array.from({ length: chunksOf(sizeBytes) }, (_, chunk) => chunk);
  return chunks.filter(
    (chunk) => noted[chunk] === WRITTEN && chunk * CHUNK_BYTES + lengthOf(chunk, sizeBytes) <= onDiskBytes,
  );
}

const lengthOf = (chunk: number, sizeBytes: number): number => Math.min(CHUNK_BYTES, sizeBytes - chunk * CHUNK_BYTES);
const chunksOf = (sizeBytes: number): number => Math.ceil(sizeBytes / CHUNK_BYTES);
const mapPath = (path: string): string => `${path}.progress`;

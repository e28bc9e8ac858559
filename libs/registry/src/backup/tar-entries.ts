import { BackupInvalidError } from './backup.errors.js';

export interface TarEntry {
  /** As the archive writes it. */
  name: string;
  isFile: boolean;
  isFolder: boolean;
  sizeBytes: number;
  /** Only of an entry that was asked for. */
  content?: Buffer;
}

const BLOCK = 512;
/** Names that do not fit into a header are at most this long. */
const MAX_NAME_BYTES = 65_536;
/** What an entry is. Source: POSIX.1-2024, pax interchange format; GNU tar, `header.h`. */
const TYPES = { file: ['0', '\0', '7'], folder: '5', paxHeader: 'x', globalHeader: 'g', gnuLongName: 'L' } as const;

/**
 * The entries of a tar archive, one after the other; nothing is written anywhere.
 * @param wanted whose content is to be read; everything else is passed over
 * @throws BackupInvalidError when it is no tar archive, or ends too early
 */
export async function* tarEntries(
  source: AsyncIterable<Buffer, void>,
  wanted: (name: string, sizeBytes: number) => boolean,
): AsyncGenerator<TarEntry> {
  const reader = new BlockReader(source);
  let longName: string | undefined;
  for (let header = await reader.header(); header; header = await reader.header()) {
    const { type, sizeBytes } = header;
    if (type === TYPES.globalHeader) {
      await reader.skip(padded(sizeBytes));
      continue;
    }
    if (type === TYPES.paxHeader || type === TYPES.gnuLongName) {
      if (sizeBytes > MAX_NAME_BYTES) throw new BackupInvalidError('It holds a name that is far too long.');
      const text = (await reader.take(padded(sizeBytes))).subarray(0, sizeBytes).toString();
      longName = (type === TYPES.paxHeader ? paxPath(text) : text.replace(/\0.*$/s, '')) ?? longName;
      continue;
    }
    const name = longName ?? header.name;
    longName = undefined;
    const isFile = TYPES.file.some((known) => known === type);
    const entry: TarEntry = { name, isFile, isFolder: type === TYPES.folder, sizeBytes };
    if (isFile && wanted(name, sizeBytes)) {
      entry.content = (await reader.take(padded(sizeBytes))).subarray(0, sizeBytes);
    } else await reader.skip(padded(sizeBytes));
    yield entry;
  }
}

const padded = (bytes: number): number => Math.ceil(bytes / BLOCK) * BLOCK;

/** `<length> path=<name>\n` among the records of a pax header. */
function paxPath(text: string): string | undefined {
  return /(?:^|\n)\d+ path=([^\n]*)\n/.exec(text)?.[1];
}

interface TarHeader {
  name: string;
  type: string;
  sizeBytes: number;
}

class BlockReader {
  private readonly chunks: AsyncIterator<Buffer, void>;
  private buffered: Buffer = Buffer.alloc(0);
  private entries = 0;

  constructor(source: AsyncIterable<Buffer, void>) {
    this.chunks = source[Symbol.asyncIterator]();
  }

  /** The next header; undefined at the end of the archive. */
  async header(): Promise<TarHeader | undefined> {
    if (!(await this.fill(BLOCK))) {
      if (this.buffered.length || !this.entries)
        throw new BackupInvalidError('It is no tar archive, or not a whole one.');
      return undefined;
    }
    const block = await this.take(BLOCK);
    if (block.every((byte) => byte === 0)) return undefined;
    if (!isSound(block)) throw new BackupInvalidError('It is no tar archive, or a damaged one.');
    this.entries += 1;
    const prefix = block.toString('latin1', 257, 262) === 'ustar' ? field(block, 345, 155) : '';
    const name = field(block, 0, 100);
    return {
      name: prefix ? `${prefix}/${name}` : name,
      type: String.fromCharCode(block[156] ?? 0),
      sizeBytes: sizeIn(block),
    };
  }

  /** @throws BackupInvalidError when there is less */
  async take(bytes: number): Promise<Buffer> {
    if (!(await this.fill(bytes))) throw new BackupInvalidError('It ends too early; get it again.');
    const taken = this.buffered.subarray(0, bytes);
    this.buffered = this.buffered.subarray(bytes);
    return taken;
  }

  async skip(bytes: number): Promise<void> {
    let left = bytes;
    while (left > this.buffered.length) {
      left -= this.buffered.length;
      this.buffered = await this.next();
    }
    this.buffered = this.buffered.subarray(left);
  }

  private async fill(bytes: number): Promise<boolean> {
    if (this.buffered.length >= bytes) return true;
    const parts = [this.buffered];
    let length = this.buffered.length;
    while (length < bytes) {
      const { value, done } = await this.chunks.next();
      if (done) break;
      parts.push(value);
      length += value.length;
    }
    this.buffered = Buffer.concat(parts);
    return length >= bytes;
  }

  private async next(): Promise<Buffer> {
    const { value, done } = await this.chunks.next();
    if (done) throw new BackupInvalidError('It ends too early; get it again.');
    return value;
  }
}

/** The sum of all bytes of a header, its own field counted as blanks. */
function isSound(block: Buffer): boolean {
  const told = Number.parseInt(field(block, 148, 8), 8);
  const sum = block.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
  return told === sum;
}

/** Octal digits; or, for what does not fit into those, a binary number whose first bit is set. */
function sizeIn(block: Buffer): number {
  const isBinary = ((block[124] ?? 0) & 0x80) !== 0;
  const size = isBinary ? Number(block.readBigUInt64BE(128)) : Number.parseInt(field(block, 124, 12) || '0', 8);
  if (!Number.isSafeInteger(size) || size < 0) throw new BackupInvalidError('It is a damaged tar archive.');
  return size;
}

function field(block: Buffer, from: number, length: number): string {
  const text = block.toString('utf8', from, from + length);
  const end = text.indexOf('\0');
  return (end < 0 ? text : text.slice(0, end)).trim();
}

import { utf8Text } from '@hal0/platform';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { BackupInvalidError } from './backup.errors.js';
import { tarEntries, type TarEntry } from './tar-entries.js';

/** Where a backup has the registry, the first that is there. Source: reference 5.4. */
const PLACES = ['var/lib/hal0/registry/registry.toml', 'registry/registry.toml', 'registry.toml'];
/** Thousands of models. */
const MAX_REGISTRY_BYTES = 16 * 1024 * 1024;
/** Of the whole archive, unpacked; a backup of settings has a few megabytes. */
const MAX_ARCHIVE_BYTES = 4 * 1024 ** 3;

/**
 * The registry.toml in a backup of an earlier hal0: a tar archive, plain or packed with gzip or zstd. It is read in memory,
 * nothing is unpacked anywhere, and an archive with anything that could leave its folder is refused as a whole.
 * @throws BackupInvalidError; the error of the file system when there is no such file
 */
export async function readRegistryBackup(path: string): Promise<string> {
  const source = await opened(path);
  const found = new Map<string, Buffer>();
  try {
    for await (const entry of tarEntries(bounded(source), isWanted)) {
      requireHarmless(entry);
      if (entry.content) found.set(placeOf(entry.name), entry.content);
    }
  } catch (error) {
    if (error instanceof BackupInvalidError) throw error;
    throw new BackupInvalidError('It cannot be unpacked: it is damaged, or not a whole one.', error);
  } finally {
    source.destroy();
  }
  const place = PLACES.find((known) => found.has(known));
  const content = place === undefined ? undefined : found.get(place);
  if (!content) throw new BackupInvalidError(`There is no ${PLACES.join(', ')} in it.`);
  return utf8Text(content, 'registry.toml');
}

const placeOf = (name: string): string => name.replace(/^(?:\.\/)+/, '');

function isWanted(name: string, sizeBytes: number): boolean {
  if (!PLACES.includes(placeOf(name))) return false;
  if (sizeBytes > MAX_REGISTRY_BYTES) throw new BackupInvalidError('The registry in it is far too large to be one.');
  return true;
}

/** Absolute paths, ways out of the folder, links and devices are in no backup. Source: reference 5.4. */
function requireHarmless({ name, isFile, isFolder }: TarEntry): void {
  const shown = JSON.stringify(name.slice(0, 200));
  if (name.startsWith('/')) throw new BackupInvalidError(`It holds an absolute path: ${shown}.`);
  if (name.split('/').includes('..')) throw new BackupInvalidError(`It holds a path that leads out of it: ${shown}.`);
  if (!isFile && !isFolder) throw new BackupInvalidError(`It holds a link or a device: ${shown}.`);
}

async function opened(path: string): Promise<Readable> {
  const file = await open(path);
  const { buffer } = await file.read(Buffer.alloc(6), 0, 6, 0).finally(() => file.close());
  const magic = buffer.toString('hex');
  const packed = createReadStream(path);
  if (magic.startsWith('1f8b')) return unpacked(packed, createGunzip());
  if (magic.startsWith('28b52ffd')) return unpacked(packed, createZstdDecompress());
  packed.destroy();
  if (magic.startsWith('425a68'))
    throw new BackupInvalidError('It is packed with bzip2. Unpack it first: bzip2 -dk FILE.');
  if (magic === 'fd377a585a00') throw new BackupInvalidError('It is packed with xz. Unpack it first: xz -dk FILE.');
  return createReadStream(path);
}

function unpacked(packed: Readable, unpacker: Readable & NodeJS.WritableStream): Readable {
  packed.on('error', (error) => unpacker.destroy(error));
  unpacker.on('close', () => packed.destroy());
  packed.pipe(unpacker);
  return unpacker;
}

/** A few kilobytes can unpack to terabytes. */
async function* bounded(source: Readable): AsyncGenerator<Buffer, void> {
  let bytes = 0;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_ARCHIVE_BYTES) throw new BackupInvalidError('It is far too large for a backup.');
    yield chunk;
  }
}

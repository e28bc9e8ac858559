import { readBytes } from '@hal0/platform';
import { join } from 'node:path';
import { stemOf } from '../hub/file-names.js';
import { modelVariants, type HubVariant } from '../hub/variants.js';
import { WHISPER_MAGIC } from '../inspection/model-inspector.js';
import type { ScannedFolder } from './walk-folders.js';

/** What in a folder may be a model: by its name, or for whisper.cpp, whose models end in `.bin` as many things do, by its start. */
export async function modelsInFolder(folder: ScannedFolder): Promise<readonly HubVariant[]> {
  const files = folder.files.map(({ name, sizeBytes }) => ({ path: name, sizeBytes, sha256: null }));
  const byName = modelVariants(files);
  const found = new Set(byName.flatMap((variant) => variant.files.map(({ path }) => path)));
  const byStart: HubVariant[] = [];
  for (const file of files.filter(({ path }) => /\.bin$/i.test(path) && !found.has(path))) {
    const start = await readBytes(join(folder.path, file.path), 4).catch(() => Buffer.alloc(0));
    if (start.toString('hex') !== WHISPER_MAGIC) continue;
    const { sizeBytes } = file;
    byStart.push({ name: stemOf(file.path), files: [file], sizeBytes, quantization: null, sharded: false });
  }
  return [...byName, ...byStart];
}

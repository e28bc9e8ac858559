import { fileFacts } from '@hal0/platform';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { HubFile } from '../hub/hub-repository.js';
import { mmprojFiles, modelVariants } from '../hub/variants.js';
import { stemOf, withoutQuantization } from '../hub/file-names.js';

/**
 * The projector that lies beside a model and belongs to it: the folder holds no other model, or it is named after this one.
 * Undefined when there is none.
 */
export async function projectorBeside(path: string): Promise<HubFile | undefined> {
  if (!/\.gguf$/i.test(path)) return undefined;
  const folder = dirname(path);
  const names = await readdir(folder);
  const files = names.map((name) => ({ path: name, sizeBytes: 0, sha256: null }));
  const projectors = mmprojFiles(files);
  if (!projectors.length) return undefined;
  const isAlone = modelVariants(files).length === 1;
  const mine = projectors.find((projector) => isAlone || isNamedAfter(projector.path, basename(path)));
  const facts = mine && (await fileFacts(join(folder, mine.path)));
  return facts && { path: join(folder, mine.path), sizeBytes: facts.sizeBytes, sha256: null };
}

/** `mmproj-Model-f16.gguf` of `Model-Q4_K_M.gguf`. */
function isNamedAfter(projector: string, model: string): boolean {
  const rest = withoutQuantization(stemOf(projector))
    .replace(/mmproj(?:-model)?/i, '')
    .replace(/^[-_.]+|[-_.]+$/g, '');
  return rest !== '' && stemOf(model).toLowerCase().startsWith(rest.toLowerCase());
}

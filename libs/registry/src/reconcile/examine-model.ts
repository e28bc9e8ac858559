import { fileFacts, Hal0Error } from '@hal0/platform';
import { filesAt, requireSize, withFound } from '../description/model-files.js';
import type { ModelInspector } from '../inspection/model-inspector.js';
import { shardPaths } from '../inspection/shards.js';
import type { Model } from '../model.js';
import { ModelFileMissingError } from '../registry.errors.js';

/** What a look at a model's files came to. */
export interface Examination {
  /** What of the model is another by now. */
  changes: Partial<Model>;
  /** Why it cannot be loaded; null when it can. */
  failure: Hal0Error | null;
}

/**
 * Looks at the files of a model. A main file that was exchanged for another whole one is taken as it is now. A model
 * without a file of its own is as its backend says.
 */
export async function examineModel(model: Model, inspector: ModelInspector): Promise<Examination> {
  if (model.path === null) return { changes: {}, failure: null };
  try {
    const found = await inspector.inspect(model.path, model.type);
    const [main, ...others] = model.files;
    for (const file of others) {
      requireSize(file, (await fileFacts(file.path))?.sizeBytes);
      if (file.role === 'mmproj') await inspector.requireProjector(file.path);
    }
    const isSame = found.sizeBytes === main?.sizeBytes;
    if (!isSame && !found.provenWhole && main) requireSize(main, found.sizeBytes);
    const files = await withParts(model.path, model.files);
    const isTold = model.facts !== null || found.facts === null;
    const isKnown = isSame && isTold && files === model.files;
    return { changes: { state: 'ready', ...(isKnown ? {} : withFound(files, found)) }, failure: null };
  } catch (error) {
    if (!(error instanceof Hal0Error)) throw error;
    return { changes: { state: error instanceof ModelFileMissingError ? 'missing' : 'damaged' }, failure: error };
  }
}

/** Earlier releases recorded the first file of a split model only. */
async function withParts(path: string, files: Model['files']): Promise<Model['files']> {
  if (!shardPaths(path).length || files.some(({ role }) => role === 'shard')) return files;
  const [main, ...others] = files;
  return main ? [main, ...(await filesAt(path)).slice(1), ...others] : files;
}

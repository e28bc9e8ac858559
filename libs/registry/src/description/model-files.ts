import { fileFacts } from '@hal0/platform';
import type { Inspection } from '../inspection/model-inspector.js';
import { shardPaths } from '../inspection/shards.js';
import type { Model, ModelFile } from '../model.js';
import { ModelFileCorruptError, ModelFileMissingError } from '../registry.errors.js';

/**
 * The file at `path`, and the further ones when it is the first of several.
 * @throws ModelFileMissingError when one of them is not there
 */
export async function filesAt(path: string): Promise<ModelFile[]> {
  const paths = [path, ...shardPaths(path)];
  const facts = await Promise.all(paths.map((each) => fileFacts(each)));
  return paths.map((each, index) => {
    const found = facts[index];
    if (!found) throw new ModelFileMissingError(each);
    return { role: index ? 'shard' : 'main', path: each, sizeBytes: found.sizeBytes, sha256: null };
  });
}

/** The parts of a model that follow from its files, with what was found in the main one of them. */
export function withFound(
  files: readonly ModelFile[],
  { sizeBytes, architecture, contextLength, facts }: Inspection,
): Pick<Model, 'files' | 'sizeBytes' | 'architecture' | 'contextLength' | 'facts'> {
  const now = files.map((file) =>
    // A digest says nothing about a file that is another one by now.
    file.role === 'main' && file.sizeBytes !== sizeBytes ? { ...file, sizeBytes, sha256: null } : file,
  );
  return { files: now, sizeBytes: totalBytes(now), architecture, contextLength, facts };
}

export const totalBytes = (files: readonly ModelFile[]): number =>
  files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

/**
 * @param found bytes it has now; undefined when it is gone
 * @throws ModelFileMissingError, ModelFileCorruptError
 */
export function requireSize({ path, sizeBytes }: ModelFile, found: number | undefined): void {
  if (found === undefined) throw new ModelFileMissingError(path);
  if (found === sizeBytes) return;
  const sizes = `it has ${found} bytes, and had ${sizeBytes} when it was added`;
  throw new ModelFileCorruptError(path, `the file has changed: ${sizes}`);
}

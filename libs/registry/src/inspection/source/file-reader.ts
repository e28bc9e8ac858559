import { filesAt } from '../../description/model-files.js';
import { suggestedId } from '../../hub/suggested-names.js';
import { quantizationIn, stemOf } from '../../hub/file-names.js';
import { modelSource, RECIPES } from '../../model.js';
import { ModelTypeUnknownError } from '../../registry.errors.js';
import { projectorBeside } from '../../scan/projector-beside.js';
import type { Inspection, ModelInspector } from '../model-inspector.js';
import type { SourceFindings } from './source-findings.js';

/**
 * A file on this machine.
 * @param path absolute
 * @throws ModelFileMissingError, ModelFileCorruptError, ModelFileNoModelError
 */
export async function readFileSource(inspector: ModelInspector, path: string): Promise<SourceFindings> {
  const files = (await filesAt(path)).map(({ path: at, sizeBytes, sha256 }) => ({ path: at, sizeBytes, sha256 }));
  const { found, problem } = await inspectOrTell(inspector, path);
  const projector = await projectorBeside(path);
  const quantization = found?.facts?.quantization ?? quantizationIn(stemOf(path));
  const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  const variant = { name: stemOf(path), files, sizeBytes, quantization, sharded: files.length > 1 };
  const id = suggestedId(variant);
  const type = found?.type ?? null;
  return {
    source: modelSource('file'),
    license: found?.license ?? null,
    gated: false,
    variants: [variant],
    wanted: variant.name,
    mmproj: projector ? [projector] : [],
    header: found ?? null,
    suggested: {
      ...{ id, name: found?.name ?? id, type, recipe: type && RECIPES[type] },
      labels: [...(found?.labels ?? []), ...(projector ? ['vision'] : [])],
    },
    problem,
  };
}

/** A format that does not tell what it is for is no fault of the file. */
async function inspectOrTell(
  inspector: ModelInspector,
  path: string,
): Promise<{ found: Inspection | null; problem: SourceFindings['problem'] }> {
  try {
    return { found: await inspector.inspect(path), problem: null };
  } catch (error) {
    if (!(error instanceof ModelTypeUnknownError)) throw error;
    return { found: null, problem: { code: error.code, message: error.message } };
  }
}

import { nameAt } from '../../hub/file-names.js';
import type { HubClient } from '../../hub/hub-client.js';
import { suggestedId } from '../../hub/suggested-names.js';
import { modelVariants } from '../../hub/variants.js';
import { modelSource, RECIPES } from '../../model.js';
import { PullSourceInvalidError } from '../../pulls/pull.errors.js';
import { readStart } from '../../pulls/source/read-start.js';
import { tryRemoteHeader } from '../remote/try-remote-header.js';
import type { SourceFindings } from './source-findings.js';

/** A single file at an address. @throws PullSourceInvalidError, and what HubClient throws */
export async function readAddress(hub: HubClient, url: URL, signal: AbortSignal): Promise<SourceFindings> {
  const path = nameAt(url);
  const { totalBytes, sha256 } = await readStart(hub, url);
  const [variant] = modelVariants([{ path, sizeBytes: totalBytes, sha256 }]);
  if (!variant) throw new PullSourceInvalidError(`"${path.slice(0, 100)}" is not a file of a model.`);
  const { header, problem } = await tryRemoteHeader(hub, [{ url, sizeBytes: totalBytes }], path, signal);
  const id = suggestedId(variant);
  const type = header?.type ?? null;
  return {
    source: modelSource('url', { url: url.origin + url.pathname }),
    license: header?.license ?? null,
    gated: false,
    variants: [variant],
    wanted: variant.name,
    mmproj: [],
    header,
    suggested: { id, name: header?.name ?? id, type, recipe: type && RECIPES[type], labels: header?.labels ?? [] },
    problem,
  };
}

import type { ModelType } from '@hal0/config';
import type { ModelShape } from '@hal0/hardware';
import type { HubClient } from '../../hub/hub-client.js';
import type { ModelFacts } from '../../model.js';
import { countParameters, readGguf } from '../gguf/gguf-header.js';
import { GGUF_MAGIC, WHISPER_MAGIC } from '../model-inspector.js';
import { WHISPER_HEADER_BYTES, whisperFacts } from '../whisper-header.js';
import { HubFileSource, type RemoteFile } from './hub-file-source.js';

/** What the header of a remote file says. Fields are null where it says nothing. */
export interface RemoteHeader {
  type: ModelType | null;
  name: string | null;
  license: string | null;
  labels: readonly string[];
  contextLength: number | null;
  shape: ModelShape | null;
  facts: ModelFacts | null;
}

/** A model that is split further is not looked through for the count of its parameters. */
const MOST_SHARDS_COUNTED = 8;

const NOTHING: RemoteHeader = {
  ...{ type: null, name: null, license: null, labels: [], contextLength: null, shape: null, facts: null },
};

/**
 * Reads the header of a model, and as little of its files as that takes.
 * @param files of the model, the one that is loaded first
 * @param name what the person knows it by
 * @throws ModelFileCorruptError, ModelFileNoModelError, and what HubClient throws
 */
export async function readRemoteHeader(
  hub: HubClient,
  files: readonly RemoteFile[],
  name: string,
  signal?: AbortSignal,
): Promise<RemoteHeader> {
  const [main, ...others] = files;
  if (!main) return NOTHING;
  const source = new HubFileSource(hub, main, signal);
  const start = await source.read(0, WHISPER_HEADER_BYTES);
  const magic = start.subarray(0, 4).toString('hex');
  if (magic === WHISPER_MAGIC) return { ...NOTHING, type: 'transcription', facts: whisperFacts(start) };
  if (magic !== GGUF_MAGIC) return NOTHING;
  const header = await readGguf(source, name);
  if (!others.length) return header;
  const counts =
    others.length < MOST_SHARDS_COUNTED
      ? await Promise.all(others.map((file) => countParameters(new HubFileSource(hub, file, signal))))
      : [null];
  return { ...header, facts: { ...header.facts, parameters: sum([header.facts.parameters, ...counts]) } };
}

/** Null when one of them is not known. */
function sum(counts: readonly (number | null)[]): number | null {
  return counts.reduce((all, count) => (all === null || count === null ? null : all + count), 0);
}

import { Hal0Error } from '@hal0/platform';
import type { HubClient } from '../../hub/hub-client.js';
import { HubUnreachableError } from '../../hub/hub.errors.js';
import type { RemoteFile } from './hub-file-source.js';
import { readRemoteHeader, type RemoteHeader } from './read-remote-header.js';

/** A header, or why there is none: the files of a gated repository are listed to everybody, and a broken one is worth knowing of. */
export interface HeaderOrProblem {
  header: RemoteHeader | null;
  problem: { code: string; message: string } | null;
}

/** As {@link readRemoteHeader}, but what goes wrong is told. */
export async function tryRemoteHeader(
  hub: HubClient,
  files: readonly RemoteFile[],
  name: string,
  signal: AbortSignal,
): Promise<HeaderOrProblem> {
  try {
    return { header: await readRemoteHeader(hub, files, name, signal), problem: null };
  } catch (error) {
    const host = files[0]?.url.host ?? hub.address.host;
    const known = signal.aborted
      ? new HubUnreachableError(host, 'the header of the file takes too long', error)
      : error;
    if (!(known instanceof Hal0Error)) throw known;
    return { header: null, problem: { code: known.code, message: known.message } };
  }
}

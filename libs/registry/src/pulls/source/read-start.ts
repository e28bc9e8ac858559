import { buffer } from 'node:stream/consumers';
import type { HubClient } from '../../hub/hub-client.js';
import { HubAnswerInvalidError, HubUnreachableError } from '../../hub/hub.errors.js';
import { PullSourceInvalidError } from '../pull.errors.js';

const START_BYTES = 4;

/** The first bytes of a remote file, and what is told about the rest. */
export interface FileStart {
  start: Buffer;
  totalBytes: number;
  sha256: string | null;
}

/** @throws PullSourceInvalidError when the file is empty or nobody says how large it is, and what HubClient throws */
export async function readStart(hub: HubClient, url: URL): Promise<FileStart> {
  const answer = await hub.openRange({ url, from: 0, to: START_BYTES });
  if (!answer) throw new PullSourceInvalidError('The file there is empty.');
  const { body, partial, totalBytes, sha256 } = answer;
  try {
    if (totalBytes === null) throw new HubAnswerInvalidError(url.host, 'it does not say how large the file is');
    if (!partial) return { start: await firstBytes(body), totalBytes, sha256 };
    return { start: (await buffer(body)).subarray(0, START_BYTES), totalBytes, sha256 };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code?.startsWith('UND_ERR')) {
      throw new HubUnreachableError(url.host, 'the connection broke', error);
    }
    throw error;
  } finally {
    body.on('error', () => undefined).destroy();
  }
}

/** The server sends all of it, of which nobody wants the rest. */
async function firstBytes(body: AsyncIterable<Buffer>): Promise<Buffer> {
  let start = Buffer.alloc(0);
  for await (const piece of body) {
    start = Buffer.concat([start, piece]);
    if (start.length >= START_BYTES) break;
  }
  return start.subarray(0, START_BYTES);
}

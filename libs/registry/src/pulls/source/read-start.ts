import type { HubClient } from '../../hub/hub-client.js';
import { HubAnswerInvalidError, HubUnreachableError } from '../../hub/hub.errors.js';
import { nameAt } from '../../hub/file-names.js';
import { PullNotAModelError, PullSourceInvalidError } from '../pull.errors.js';
import { START_BYTES, webPageProblem } from './gguf-start.js';

/** The first bytes of a remote file, and what is told about the rest. */
export interface FileStart {
  start: Buffer;
  totalBytes: number;
  sha256: string | null;
}

/**
 * @throws PullSourceInvalidError when the file is empty, PullNotAModelError when it is a web page, HubAnswerInvalidError when
 * nobody says how large it is, and what HubClient throws
 */
export async function readStart(hub: HubClient, url: URL): Promise<FileStart> {
  const answer = await hub.openRange({ url, from: 0, to: START_BYTES });
  if (!answer) throw new PullSourceInvalidError('The file there is empty.');
  const { body, totalBytes, sha256 } = answer;
  try {
    const start = await firstBytes(body);
    const problem = webPageProblem(start);
    if (problem !== undefined) throw new PullNotAModelError(nameAt(url), problem, undefined);
    if (totalBytes === null) throw new HubAnswerInvalidError(url.host, 'it does not say how large the file is');
    return { start, totalBytes, sha256 };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code?.startsWith('UND_ERR')) {
      throw new HubUnreachableError(url.host, 'the connection broke', error);
    }
    throw error;
  } finally {
    body.on('error', () => undefined).destroy();
  }
}

/** A server that sends more than it was asked for is not listened to. */
async function firstBytes(body: AsyncIterable<Buffer>): Promise<Buffer> {
  let start = Buffer.alloc(0);
  for await (const piece of body) {
    start = Buffer.concat([start, piece]);
    if (start.length >= START_BYTES) break;
  }
  return start.subarray(0, START_BYTES);
}

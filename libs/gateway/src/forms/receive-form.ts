import { StreamedForm } from '@hal0/dispatcher';
import type { FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { BodyTooLargeError, InvalidBodyError } from '../gateway.errors.js';

/** What a client that sends too much may go on sending before it is told: one that is cut off never hears why. */
const DISCARDED_BYTES = 64 * 1_048_576;

export const UPLOAD_ADVICE = 'The limit is [api].upload_limit_mib in hal0.toml.';

export interface UploadOptions {
  /** Folder for uploads that are too large to be held in memory. */
  folder: string;
  limitBytes: number;
}

/**
 * The form of a request, as far as it has to be read before it is sent on.
 * @throws InvalidBodyError, BodyTooLargeError, UploadRoomError
 */
export async function receiveForm(
  request: FastifyRequest,
  { folder, limitBytes }: UploadOptions,
): Promise<StreamedForm> {
  const payload = request.body as IncomingMessage;
  const contentType = request.headers['content-type'] ?? '';
  const form = await StreamedForm.receive(withinLimit(payload, limitBytes), contentType, { folder });
  if (!form) throw new InvalidBodyError('The body is not a whole multipart/form-data form.', null);
  return form;
}

/** The client's bytes. Whoever stops reading them early leaves the rest to be thrown away, so that an answer can be read. */
async function* withinLimit(payload: IncomingMessage, limitBytes: number): AsyncGenerator<Buffer, void, undefined> {
  let size = 0;
  try {
    for await (const piece of payload.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += piece.length;
      if (size <= limitBytes) yield piece;
      else if (size > limitBytes + DISCARDED_BYTES) break;
    }
  } catch {
    throw new InvalidBodyError('The upload broke off before its end.', null);
  } finally {
    payload.resume();
  }
  if (size > limitBytes) throw new BodyTooLargeError(limitBytes, UPLOAD_ADVICE);
}

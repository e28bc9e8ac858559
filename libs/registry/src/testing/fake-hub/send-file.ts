import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { HubFault } from './hub-fault.js';
import type { HubStoredFile } from './hub-repository.js';

const PIECE_BYTES = 16 * 1024;

/**
 * Answers with the file or the range of it that was asked for, as a content network does.
 * @returns how many bytes of the body were sent
 */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: HubStoredFile,
  fault: HubFault | undefined,
  count: (bytes: number) => void,
): Promise<void> {
  const etag = `"${file.sha256}"`;
  response.setHeader('etag', etag);
  response.setHeader('accept-ranges', 'bytes');
  const asked = fault?.kind === 'ignore-range' ? undefined : rangeOf(request, etag, file.bytes.length);
  if (asked === 'unsatisfiable') {
    response.writeHead(416, { 'content-range': `bytes */${file.bytes.length}` }).end();
    return;
  }
  const shift = fault?.kind === 'wrong-start' ? fault.by : 0;
  const start = (asked?.start ?? 0) + shift;
  const end = (asked?.end ?? file.bytes.length) + shift - (fault?.kind === 'short' ? fault.missing : 0);
  let body = file.bytes.subarray(start, end);
  if (fault?.kind === 'long') body = Buffer.concat([body, Buffer.alloc(fault.extra, 1)]);
  else response.setHeader('content-length', body.length);
  if (fault?.kind === 'garbled') body = garbled(body, fault.oneIn);
  if (asked) response.setHeader('content-range', `bytes ${start}-${end - 1}/${file.bytes.length}`);
  response.writeHead(asked ? 206 : 200);
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  await sendBody(response, body, fault, count);
}

async function sendBody(
  response: ServerResponse,
  body: Buffer,
  fault: HubFault | undefined,
  count: (bytes: number) => void,
): Promise<void> {
  const breaks =
    fault?.kind === 'drop' || fault?.kind === 'stall' ? Math.min(fault.afterBytes, body.length) : undefined;
  const end = breaks ?? body.length;
  const pace = fault?.kind === 'slow' ? fault.bytesPerSecond : undefined;
  const pieceBytes = pace === undefined ? PIECE_BYTES : Math.max(1, Math.min(PIECE_BYTES, Math.floor(pace / 20)));
  response.flushHeaders();
  for (let at = 0; at < end && !response.destroyed; at += pieceBytes) {
    const piece = body.subarray(at, Math.min(end, at + pieceBytes));
    await new Promise<void>((resolve) => response.write(piece, () => resolve()));
    count(piece.length);
    if (pace !== undefined) await delay((piece.length / pace) * 1_000);
  }
  if (fault?.kind === 'stall') return;
  if (fault?.kind === 'drop') response.destroy();
  else response.end();
}

/** Undefined when the whole file is wanted: without a range, or when If-Range names another file. */
function rangeOf(
  { headers }: IncomingMessage,
  etag: string,
  size: number,
): { start: number; end: number } | 'unsatisfiable' | undefined {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '') ?? [];
  if (first === undefined) return undefined;
  const condition = headers['if-range'];
  if (condition !== undefined && condition !== etag) return undefined;
  const start = Number(first);
  if (start >= size) return 'unsatisfiable';
  return { start, end: last ? Math.min(size, Number(last) + 1) : size };
}

function garbled(bytes: Buffer, oneIn: number): Buffer {
  const wrong = Buffer.from(bytes);
  for (let at = 0; at < wrong.length; at += oneIn) wrong[at] = (wrong[at] ?? 0) ^ 0xff;
  return wrong;
}

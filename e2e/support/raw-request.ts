import { connect, type Socket } from 'node:net';

/** How the bytes of a request get onto the wire. */
export type Manner =
  | { kind: 'whole' }
  /** In so many pieces, with a pause between them. */
  | { kind: 'pieces'; count: number; pauseMs: number }
  /** Ends after so many bytes; `reset` without a goodbye. */
  | { kind: 'cut'; bytes: number; reset: boolean }
  /** Sends everything, reads nothing for a while and is gone. */
  | { kind: 'deaf'; forMs: number };

export interface RawAnswer {
  /** 0 when the connection ended without an answer. */
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** Whether the answer came to its end before the connection or the time limit did. */
  isWhole: boolean;
  totalMs: number;
}

const HEAD_END = '\r\n\r\n';

/** Sends bytes as they are, and reads the first answer that is not a 1xx. Resolves whatever happens. */
export async function sendRaw(
  { host, port }: { host: string; port: number },
  bytes: Buffer,
  manner: Manner,
  limitMs: number,
): Promise<RawAnswer> {
  const started = performance.now();
  const socket = connect({ host, port, noDelay: true });
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    const finish = () => {
      clearTimeout(limit);
      socket.destroy();
      resolve({ ...readAnswer(received), totalMs: performance.now() - started });
    };
    const limit = setTimeout(finish, limitMs);
    socket.on('error', finish).on('close', finish);
    socket.on('data', (piece) => {
      received = Buffer.concat([received, piece]);
      if (readAnswer(received).isWhole) finish();
    });
    socket.on('connect', () => {
      void send(socket, bytes, manner).then((hangsUp) => {
        if (hangsUp) finish();
      });
    });
  });
}

/** True when nobody waits for the answer. */
async function send(socket: Socket, bytes: Buffer, manner: Manner): Promise<boolean> {
  switch (manner.kind) {
    case 'whole':
      socket.write(bytes);
      return false;
    case 'pieces': {
      const size = Math.max(1, Math.ceil(bytes.length / manner.count));
      for (let at = 0; at < bytes.length && !socket.destroyed; at += size) {
        socket.write(bytes.subarray(at, at + size));
        await pause(manner.pauseMs);
      }
      return false;
    }
    case 'cut':
      await new Promise((sent) => socket.write(bytes.subarray(0, manner.bytes), sent));
      if (manner.reset) socket.resetAndDestroy();
      return true;
    case 'deaf':
      socket.pause();
      socket.write(bytes);
      await pause(manner.forMs);
      return true;
  }
}

function readAnswer(received: Buffer): Omit<RawAnswer, 'totalMs'> {
  const none = { status: 0, headers: {}, body: '', isWhole: false };
  const end = received.indexOf(HEAD_END);
  if (end < 0) return none;
  const [line = '', ...lines] = received.toString('latin1', 0, end).split('\r\n');
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(line)?.[1] ?? 0);
  const rest = received.subarray(end + HEAD_END.length);
  if (status >= 100 && status < 200 && status !== 101) return readAnswer(rest);
  const headers = Object.fromEntries(
    lines.map((header) => [
      header.slice(0, header.indexOf(':')).toLowerCase(),
      header.slice(header.indexOf(':') + 1).trim(),
    ]),
  );
  const length = headers['content-length'];
  if (length !== undefined) {
    const isWhole = rest.length >= Number(length);
    return { status, headers, body: rest.toString('utf8', 0, Number(length)), isWhole };
  }
  if (headers['transfer-encoding'] === 'chunked') {
    return { status, headers, body: unchunked(rest), isWhole: /(^|\r\n)0\r\n\r\n/.test(rest.toString('latin1')) };
  }
  return { status, headers, body: rest.toString(), isWhole: status === 204 || status === 304 };
}

function unchunked(bytes: Buffer): string {
  const pieces: Buffer[] = [];
  for (let at = 0; ;) {
    const end = bytes.indexOf('\r\n', at);
    const size = end < 0 ? 0 : parseInt(bytes.toString('latin1', at, end), 16);
    if (!size) return Buffer.concat(pieces).toString();
    pieces.push(bytes.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

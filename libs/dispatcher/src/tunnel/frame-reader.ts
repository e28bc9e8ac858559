import { isUtf8 } from 'node:buffer';
import { CLOSE, OPCODE, unmask } from './frame.js';

/** A whole message, or a control frame. */
export type Message =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'binary' }
  | { readonly kind: 'ping' | 'pong'; readonly payload: Buffer }
  | { readonly kind: 'close'; readonly code: number; readonly reason: string };

/** The other side does not keep to RFC 6455; the connection is closed with `closeCode`. */
export class FrameError extends Error {
  constructor(
    readonly closeCode: number,
    message: string,
  ) {
    super(message);
  }
}

interface Head {
  fin: boolean;
  opcode: number;
  mask: Buffer | null;
  bodyAt: number;
  length: number;
}

const CONTROL_BYTES = 125;
/** Pieces of one message; more of them are a way to cost memory rather than to speak. */
const MOST_FRAGMENTS = 1_024;

/** Takes bytes as they come and gives whole messages. Source: RFC 6455, sections 5 and 7.4. */
export class FrameReader {
  private pieces: Buffer[] = [];
  private size = 0;
  private wanted = 2;
  private fragments: Buffer[] = [];
  private fragmentBytes = 0;
  private fragmentKind: number | null = null;

  constructor(
    /** Frames of clients are masked, those of servers are not. */
    private readonly masked: boolean,
    /** Bytes of the longest message. */
    private readonly limit: number,
  ) {}

  /** @throws FrameError; nothing is to be read after that */
  *read(bytes: Buffer): Generator<Message> {
    this.pieces.push(bytes);
    this.size += bytes.length;
    while (this.size >= this.wanted) {
      const have = this.gathered();
      const head = this.head(have);
      if (!head || have.length < head.bodyAt + head.length) {
        this.wanted = head ? head.bodyAt + head.length : this.headBytes(have);
        continue;
      }
      const body = have.subarray(head.bodyAt, head.bodyAt + head.length);
      this.keep(have.subarray(head.bodyAt + head.length));
      if (head.mask) unmask(body, head.mask);
      const message = this.message(head, body);
      if (message) yield message;
    }
  }

  private gathered(): Buffer {
    const [only] = this.pieces;
    const have = this.pieces.length === 1 && only ? only : Buffer.concat(this.pieces);
    this.pieces = [have];
    return have;
  }

  private keep(rest: Buffer): void {
    this.pieces = rest.length ? [rest] : [];
    this.size = rest.length;
    this.wanted = 2;
  }

  private headBytes(have: Buffer): number {
    const length = (have[1] as number) & 0x7f;
    return 2 + (length === 127 ? 8 : length === 126 ? 2 : 0) + (this.masked ? 4 : 0);
  }

  /** Undefined while not all of it is there. */
  private head(have: Buffer): Head | undefined {
    const [first, second] = [have[0] as number, have[1] as number];
    const [opcode, short] = [first & 0x0f, second & 0x7f];
    const fin = (first & 0x80) !== 0;
    if (first & 0x70) throw new FrameError(CLOSE.protocolError, 'a frame uses an extension that was not agreed on');
    if (((second & 0x80) !== 0) !== this.masked) {
      throw new FrameError(CLOSE.protocolError, this.masked ? 'a frame is not masked' : 'a frame is masked');
    }
    if (opcode >= OPCODE.close && (!fin || short > CONTROL_BYTES)) {
      throw new FrameError(CLOSE.protocolError, 'a control frame is too long or in pieces');
    }
    const bodyAt = this.headBytes(have);
    if (have.length < bodyAt) return undefined;
    const length = short === 127 ? Number(have.readBigUInt64BE(2)) : short === 126 ? have.readUInt16BE(2) : short;
    if (length + this.fragmentBytes > this.limit) {
      throw new FrameError(CLOSE.tooBig, `a message is larger than ${this.limit / 1_048_576} MiB`);
    }
    return { fin, opcode, mask: this.masked ? Buffer.from(have.subarray(bodyAt - 4, bodyAt)) : null, bodyAt, length };
  }

  private message({ fin, opcode }: Head, body: Buffer): Message | undefined {
    if (opcode === OPCODE.ping || opcode === OPCODE.pong) {
      return { kind: opcode === OPCODE.ping ? 'ping' : 'pong', payload: Buffer.from(body) };
    }
    if (opcode === OPCODE.close) return readClose(body);
    const begins = opcode === OPCODE.text || opcode === OPCODE.binary;
    if (!begins && opcode !== OPCODE.continuation)
      throw new FrameError(CLOSE.protocolError, 'a frame is of no known kind');
    if (begins !== (this.fragmentKind === null)) {
      throw new FrameError(CLOSE.protocolError, 'the pieces of a message are out of order');
    }
    const kind = this.fragmentKind ?? opcode;
    if (fin && begins) return whole(kind, body);
    this.fragments.push(Buffer.from(body));
    this.fragmentBytes += body.length;
    this.fragmentKind = kind;
    if (this.fragments.length > MOST_FRAGMENTS) throw new FrameError(CLOSE.tooBig, 'a message is in too many pieces');
    if (!fin) return undefined;
    const all = Buffer.concat(this.fragments);
    this.fragments = [];
    this.fragmentBytes = 0;
    this.fragmentKind = null;
    return whole(kind, all);
  }
}

function whole(kind: number, payload: Buffer): Message {
  if (kind === OPCODE.binary) return { kind: 'binary' };
  if (!isUtf8(payload)) throw new FrameError(CLOSE.invalidText, 'a text message is not UTF-8');
  return { kind: 'text', text: payload.toString() };
}

function readClose(payload: Buffer): Message {
  if (payload.length === 0) return { kind: 'close', code: CLOSE.noStatus, reason: '' };
  const code = payload.length > 1 ? payload.readUInt16BE(0) : 0;
  const isTold = (code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code)) || (code >= 3000 && code <= 4999);
  if (!isTold || !isUtf8(payload.subarray(2)))
    throw new FrameError(CLOSE.protocolError, 'a close frame makes no sense');
  return { kind: 'close', code, reason: payload.toString('utf8', 2) };
}

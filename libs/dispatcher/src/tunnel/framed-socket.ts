import type { Clock } from '@hal0/platform';
import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { closePayload, frame, OPCODE } from './frame.js';
import { FrameError, FrameReader } from './frame-reader.js';

/** How long the other side may take to agree to an end. */
const CLOSING_MS = 1_000;
const NOTHING = Buffer.alloc(0);

/** How a WebSocket came to its end: by the other side's word, by its fault, or because the connection broke. */
export type SocketEnd =
  | { readonly how: 'closed'; readonly code: number }
  | { readonly how: 'faulty'; readonly code: number; readonly reason: string }
  | { readonly how: 'broken' };

/** Who is told what comes over a {@link FramedSocket}. */
export interface FramedSocketListener {
  text(text: string): void;
  /** A message that is no text; there are none in the protocols that are spoken here. */
  binary(): void;
  /** Anything has come, be it a pong. */
  alive(): void;
  /** It is over; called once, and not after {@link FramedSocket.close}. */
  ended(end: SocketEnd): void;
}

/** One end of a WebSocket, after the handshake: whole messages in and out over a plain connection. */
export class FramedSocket {
  private readonly reader: FrameReader;
  private over = false;
  private cancelClosing: () => void = () => undefined;

  constructor(
    private readonly socket: Duplex,
    /** Which end this is: that of a server, or that of a client. */
    private readonly role: 'server' | 'client',
    /** Bytes of the longest message that is taken. */
    limit: number,
    private readonly clock: Clock,
  ) {
    this.reader = new FrameReader(role === 'server', limit);
  }

  /** @param early bytes that have come already */
  listen(listener: FramedSocketListener, early: Buffer = NOTHING): void {
    const { socket } = this;
    const over = (end: SocketEnd): void => {
      if (this.over) return;
      this.over = true;
      listener.ended(end);
    };
    const take = (bytes: Buffer): void => {
      if (this.over) return;
      listener.alive();
      try {
        for (const message of this.reader.read(bytes)) {
          if (this.over) return;
          if (message.kind === 'text') listener.text(message.text);
          else if (message.kind === 'binary') listener.binary();
          else if (message.kind === 'ping') this.answerPing(message.payload);
          else if (message.kind === 'close') {
            this.answerClose(message.code);
            return over({ how: 'closed', code: message.code });
          }
        }
      } catch (error) {
        if (!(error instanceof FrameError)) throw error;
        this.sayClose(error.closeCode, error.message);
        over({ how: 'faulty', code: error.closeCode, reason: error.message });
      }
    };
    socket.on('error', () => undefined);
    socket.on('end', () => socket.destroy());
    socket.on('close', () => {
      this.cancelClosing();
      over({ how: 'broken' });
    });
    if (early.length) take(early);
    socket.on('data', (bytes: Buffer) => {
      // The other side's word on the end is all that is waited for.
      if (this.over) socket.end();
      else take(bytes);
    });
  }

  /** False when the other side reads more slowly than this is written. */
  send(text: string): boolean {
    return this.write(OPCODE.text, Buffer.from(text));
  }

  onceDrained(resume: () => void): void {
    this.socket.once('drain', resume);
  }

  ping(): void {
    this.write(OPCODE.ping, NOTHING);
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  /** Says why it is over, and ends the connection. The listener hears nothing more. */
  close(code: number, reason: string): void {
    if (this.over) return;
    this.over = true;
    this.sayClose(code, reason);
  }

  /** Ends the connection without a word. */
  destroy(): void {
    this.over = true;
    this.cancelClosing();
    this.socket.destroy();
  }

  /** Whoever sends pings and reads no answers gets none. */
  private answerPing(payload: Buffer): void {
    if (!this.socket.writableNeedDrain) this.write(OPCODE.pong, payload);
  }

  private answerClose(code: number): void {
    this.write(OPCODE.close, closePayload(code, ''));
    this.socket.end();
    this.cancelClosing = this.clock.schedule(() => this.socket.destroy(), CLOSING_MS);
  }

  private sayClose(code: number, reason: string): void {
    const { socket } = this;
    if (socket.destroyed) return;
    this.write(OPCODE.close, closePayload(code, reason));
    socket.resume();
    this.cancelClosing = this.clock.schedule(() => socket.destroy(), CLOSING_MS);
  }

  private write(opcode: number, payload: Buffer): boolean {
    if (this.socket.destroyed || this.socket.writableEnded) return true;
    return this.socket.write(frame(opcode, payload, this.role === 'client' ? randomBytes(4) : undefined));
  }
}

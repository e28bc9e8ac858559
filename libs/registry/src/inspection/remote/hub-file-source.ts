import type { Readable } from 'node:stream';
import type { HubClient } from '../../hub/hub-client.js';
import { HubAnswerInvalidError, HubUnreachableError } from '../../hub/hub.errors.js';
import type { ByteSource } from '../gguf/byte-source.js';

/** Where a remote file is. */
export interface RemoteFile {
  url: URL;
  sizeBytes: number;
}

const FIRST_WINDOW = 512 * 1024;
/** The vocabularies of large models take several megabytes; asking for them in small pieces takes longer than they do. */
const NEXT_WINDOW = 2 * 1024 * 1024;
/** Headers with the largest vocabularies stay below 16 MiB; a file that goes on is not what it says. */
const MOST_BYTES = 32 * 1024 * 1024;

/** Reads the parts of a remote file that are asked for. */
export class HubFileSource implements ByteSource {
  readonly sizeBytes: number;
  private bytesAsked = 0;
  private latest: { from: number; bytes: Buffer } = { from: 0, bytes: Buffer.alloc(0) };

  constructor(
    private readonly hub: HubClient,
    private readonly file: RemoteFile,
    private readonly signal?: AbortSignal,
  ) {
    this.sizeBytes = file.sizeBytes;
  }

  /** @throws HubAnswerInvalidError, and what `HubClient.openRange` throws */
  async read(position: number, length: number): Promise<Buffer> {
    const end = Math.min(position + length, this.sizeBytes);
    const { from, bytes } = this.latest;
    if (position >= from && end <= from + bytes.length) return bytes.subarray(position - from);
    const window = this.bytesAsked === 0 ? FIRST_WINDOW : NEXT_WINDOW;
    const to = Math.min(position + Math.max(length, window), this.sizeBytes);
    this.bytesAsked += to - position;
    if (this.bytesAsked > MOST_BYTES) throw this.invalid('the header of the file has no end');
    this.latest = { from: position, bytes: await this.fetch(position, to) };
    return this.latest.bytes;
  }

  private async fetch(from: number, to: number): Promise<Buffer> {
    const { url } = this.file;
    const answer = await this.hub.openRange({ url, from, to, ...(this.signal ? { signal: this.signal } : {}) });
    if (!answer) return Buffer.alloc(0);
    const ahead = from - answer.from;
    if (ahead < 0 || ahead > MOST_BYTES) {
      answer.body.on('error', () => undefined).destroy();
      throw this.invalid('it sends another part of the file than was asked for');
    }
    return (await this.collect(answer.body, ahead + to - from)).subarray(ahead);
  }

  /** So many bytes, or as many as there are; the rest is not waited for. */
  private async collect(body: Readable, length: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    let bytes = 0;
    try {
      for await (const piece of body as AsyncIterable<Buffer>) {
        pieces.push(piece);
        bytes += piece.length;
        if (bytes >= length) break;
      }
    } catch (error) {
      this.signal?.throwIfAborted();
      throw new HubUnreachableError(this.file.url.host, 'the connection broke', error);
    } finally {
      body.on('error', () => undefined).destroy();
    }
    return Buffer.concat(pieces).subarray(0, length);
  }

  private invalid(reason: string): HubAnswerInvalidError {
    return new HubAnswerInvalidError(this.file.url.host, reason);
  }
}

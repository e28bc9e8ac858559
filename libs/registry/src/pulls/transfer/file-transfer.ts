import { HubUnreachableError } from '../../hub/hub.errors.js';
import type { RangedAnswer } from '../../hub/ranged-answer.js';
import { PullSourceChangedError } from '../pull.errors.js';
import { Blocks, type Block } from './blocks.js';
import { DigestFront } from './digest-front.js';
import { FileChanged } from './file-changed.js';
import { CHUNK_BYTES, type PartFile } from './part-file.js';
import { Patience } from './patience.js';
import type { TransferSurroundings } from './transfer-surroundings.js';

/** A file that is exchanged more often than this while it is fetched is given up. */
const MAX_RESTARTS = 3;

/** What is known of the file at its source. */
export interface RemoteFile {
  name: string;
  url: URL;
  /** What it was known by when its first part arrived; null when nothing has yet. */
  etag: string | null;
  sha256: string | null;
}

export interface TransferObserver {
  /** Bytes have arrived. */
  received(bytes: number): void;
  /** Must be remembered before any part of the file is. */
  identified(file: {
    etag: string | null;
    sha256: string | null;
    sizeBytes: number;
    commit: string | null;
  }): Promise<void>;
}

/** What to take of an answer. */
interface Taking {
  from: number;
  to: number;
  /** For the chunk that arrives. */
  room: Buffer;
}

/** Fetches one file over several connections, through everything that can go wrong on the way. */
export class FileTransfer {
  private readonly digest: DigestFront;
  /** What has arrived of chunks whose connection was lost. */
  private readonly partial = new Map<number, Buffer>();
  private blocks: Blocks;
  private etag: string | null;
  private expected: string | null;
  private identifying: Promise<void> | undefined;
  /** Of each chunk under way, how much has arrived. */
  private readonly arriving = new Map<number, number>();

  constructor(
    private readonly file: RemoteFile,
    private readonly part: PartFile,
    private readonly shared: TransferSurroundings,
    private readonly observer: TransferObserver,
  ) {
    this.digest = new DigestFront(part);
    this.blocks = new Blocks(part, shared.connections);
    this.etag = file.etag;
    this.expected = file.sha256;
  }

  /** What the hub says the digest is; it may have changed with the file. */
  get sha256(): string | null {
    return this.expected;
  }

  /**
   * Resolves to the SHA-256 of the whole file, which is not compared yet.
   * @throws PullSourceChangedError, StorageFullError, what HubClient.openRange throws once there is no hope, and what the
   * signal says
   */
  async run(signal: AbortSignal): Promise<string> {
    for (let restarts = 0; ; restarts++) {
      try {
        this.digest.advance(signal);
        await this.fetchAll(signal);
        return await this.digest.finish(signal);
      } catch (error) {
        if (!(error instanceof FileChanged)) throw error;
        if (restarts === MAX_RESTARTS) throw new PullSourceChangedError(this.file.name);
        await this.startAgain(signal);
      }
    }
  }

  private async fetchAll(signal: AbortSignal): Promise<void> {
    const stop = new AbortController();
    const both = AbortSignal.any([signal, stop.signal]);
    const connections = Math.min(this.shared.connections, this.part.chunks);
    const fetching = Array.from({ length: connections }, () =>
      this.fetchBlocks(both).catch((error: unknown) => stop.abort(error)),
    );
    await Promise.all(fetching);
    both.throwIfAborted();
  }

  private async fetchBlocks(signal: AbortSignal): Promise<void> {
    const patience = new Patience(this.shared.clock);
    for (let block = this.blocks.claim(); block; block = this.blocks.claim()) {
      const claimed = block;
      try {
        await this.shared.places.with(signal, (room) => this.fetch(claimed, room, signal));
        this.blocks.release(claimed);
      } catch (error) {
        this.blocks.release(claimed);
        await patience.afterFailure(error, this.bytesDone, signal);
      }
    }
  }

  /** What is noted and what is on its way there. */
  get bytesDone(): number {
    return [...this.arriving.values()].reduce((sum, bytes) => sum + bytes, this.part.bytesDone);
  }

  private async fetch({ first, end }: Block, room: Buffer, signal: AbortSignal): Promise<void> {
    const from = first * CHUNK_BYTES + (this.partial.get(first)?.length ?? 0);
    const to = Math.min(this.part.sizeBytes, end * CHUNK_BYTES);
    const { url } = this.file;
    const answer = await this.shared.client.openRange({ url, from, to, etag: this.etag, signal });
    if (!answer) throw new FileChanged();
    try {
      await this.identify(answer);
      if (answer.partial) {
        if (answer.from !== from) throw this.broken('it sends another part than it was asked for');
        await this.take(answer, { from, to, room }, signal);
      } else if (this.blocks.close()) {
        await this.takeWhole(answer, room, signal);
      }
    } finally {
      answer.body.on('error', () => undefined);
      answer.body.destroy();
    }
  }

  /** The server sends everything, whatever it is asked for. */
  private async takeWhole(answer: RangedAnswer, room: Buffer, signal: AbortSignal): Promise<void> {
    this.partial.clear();
    this.arriving.clear();
    try {
      await this.take(answer, { from: 0, to: this.part.sizeBytes, room }, signal);
    } finally {
      this.blocks.reopen();
    }
  }

  /** @throws FileChanged when the answer is not of the file that there are parts of */
  private async identify({ etag, totalBytes, commit }: RangedAnswer): Promise<void> {
    const otherSize = totalBytes !== null && totalBytes !== this.part.sizeBytes;
    if (otherSize || (this.etag !== null && etag !== null && etag !== this.etag)) throw new FileChanged();
    if (this.etag === null && etag !== null) {
      this.etag = etag;
      this.identifying = this.remember(commit);
    }
    await this.identifying;
  }

  private remember(commit: string | null): Promise<void> {
    const { sizeBytes } = this.part;
    return this.observer.identified({ etag: this.etag, sha256: this.expected, sizeBytes, commit });
  }

  private async take({ body }: RangedAnswer, { from, to, room }: Taking, signal: AbortSignal): Promise<void> {
    let chunk = Math.floor(from / CHUNK_BYTES);
    let filled = from - chunk * CHUNK_BYTES;
    this.partial.get(chunk)?.copy(room);
    let left = to - from;
    try {
      for await (const piece of body as AsyncIterable<Buffer>) {
        for (let rest = piece.subarray(0, left); rest.length > 0;) {
          const copied = rest.copy(room, filled, 0, this.part.lengthOf(chunk) - filled);
          rest = rest.subarray(copied);
          filled += copied;
          left -= copied;
          if (!this.part.has(chunk)) this.arriving.set(chunk, filled);
          if (filled < this.part.lengthOf(chunk)) continue;
          await this.part.writeChunk(chunk, room.subarray(0, filled));
          this.partial.delete(chunk);
          this.arriving.delete(chunk);
          this.digest.advance(signal);
          chunk += 1;
          filled = 0;
        }
        this.observer.received(piece.length);
        await this.shared.bandwidth.pay(piece.length, signal);
        // Whatever else it sends was not asked for.
        if (left === 0) return;
      }
    } catch (error) {
      signal.throwIfAborted();
      throw isFromConnection(error) ? this.broken('the connection broke', error) : error;
    } finally {
      if (filled > 0) this.partial.set(chunk, Buffer.from(room.subarray(0, filled)));
    }
    throw this.broken('it sends less than it has announced');
  }

  /** Throws away what there is of the file, and asks what it is now. */
  private async startAgain(signal: AbortSignal): Promise<void> {
    await this.identifying;
    this.identifying = undefined;
    this.partial.clear();
    this.arriving.clear();
    await this.digest.restart();
    const now = await this.ask(signal);
    await this.part.restart(now?.totalBytes ?? this.part.sizeBytes);
    this.blocks = new Blocks(this.part, this.shared.connections);
    this.etag = now?.etag ?? null;
    this.expected = now?.sha256 ?? this.expected;
    await this.remember(now?.commit ?? null);
  }

  private async ask(signal: AbortSignal): Promise<RangedAnswer | undefined> {
    const patience = new Patience(this.shared.clock);
    for (;;) {
      try {
        const answer = await this.shared.client.openRange({ url: this.file.url, from: 0, to: 1, signal });
        answer?.body.on('error', () => undefined).destroy();
        return answer;
      } catch (error) {
        await patience.afterFailure(error, 0, signal);
      }
    }
  }

  private broken(reason: string, cause?: unknown): HubUnreachableError {
    return new HubUnreachableError(this.file.url.host, reason, cause);
  }
}

/** Of undici or of the socket below it; errors of the disk have other codes, or are hal0's own. */
function isFromConnection(error: unknown): boolean {
  const { code = '' } = error as NodeJS.ErrnoException;
  return (
    code.startsWith('UND_ERR') || ['ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'].includes(code)
  );
}

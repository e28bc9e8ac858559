import type { PartFile } from './part-file.js';

/** What one request asks for at most, so that the digest can follow and a lost connection costs little. */
const MOST_CHUNKS = 64;
/** Requests per connection, so that none is left with the last part alone. */
const BLOCKS_PER_CONNECTION = 4;

/** Chunks that follow each other: from `first` to before `end`. */
export interface Block {
  first: number;
  end: number;
}

/** Which missing parts of a file are being fetched, and which are still to be. */
export class Blocks {
  private readonly claimed = new Set<number>();
  private readonly length: number;
  private closed = false;

  constructor(
    private readonly part: PartFile,
    connections: number,
  ) {
    const fair = Math.ceil(part.chunks / (connections * BLOCKS_PER_CONNECTION));
    this.length = Math.min(MOST_CHUNKS, Math.max(1, fair));
  }

  /** The first ones that nobody fetches yet; undefined when there are none. */
  claim(): Block | undefined {
    if (this.closed) return undefined;
    let first = 0;
    while (first < this.part.chunks && !this.isFree(first)) first += 1;
    let end = first;
    while (end < this.part.chunks && end - first < this.length && this.isFree(end)) this.claimed.add(end++);
    return end === first ? undefined : { first, end };
  }

  release({ first, end }: Block): void {
    for (let chunk = first; chunk < end; chunk++) this.claimed.delete(chunk);
  }

  /** Whoever gets the whole file at once needs no others. False when there is somebody who does already. */
  close(): boolean {
    if (this.closed) return false;
    this.closed = true;
    return true;
  }

  reopen(): void {
    this.closed = false;
  }

  private isFree(chunk: number): boolean {
    return !this.part.has(chunk) && !this.claimed.has(chunk);
  }
}

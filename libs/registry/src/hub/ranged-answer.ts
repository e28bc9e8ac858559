import type { Readable } from 'node:stream';

/** The part of a file that is asked for. */
export interface RangeRequest {
  url: URL;
  /** First byte. */
  from: number;
  /** The byte after the last one; the end of the file when absent. */
  to?: number;
  /** The file that the earlier parts are of; when it is another one now, the whole of that is answered. */
  etag?: string | null;
  signal?: AbortSignal;
}

/** Bytes of a file, from `from` on. */
export interface RangedAnswer {
  /** Whether it is a part; the whole file from its first byte otherwise. */
  partial: boolean;
  /** Place of the first byte of the body. */
  from: number;
  /** Of the whole file; null when the server does not tell. */
  totalBytes: number | null;
  /** What the file is known by where it is kept; null when there is no strong one. */
  etag: string | null;
  /** What the hub says the digest of the file is, in hex. */
  sha256: string | null;
  /** The commit that the hub took the file from. */
  commit: string | null;
  /** Must be read or destroyed. */
  body: Readable;
}

/** What goes wrong with one answer that carries a file. */
export type HubFault =
  /** The connection dies after so many bytes of the body. */
  | { kind: 'drop'; afterBytes: number }
  /** Nothing more comes after so many bytes of the body, and the connection stays. */
  | { kind: 'stall'; afterBytes: number }
  /** So many bytes a second. */
  | { kind: 'slow'; bytesPerSecond: number }
  /** An error instead of the file. */
  | { kind: 'status'; status: number; retryAfter?: number | string; errorCode?: string }
  /** The whole file with status 200, whatever range was asked for. */
  | { kind: 'ignore-range' }
  /** The range that was asked for, but this many bytes less of it, announced and sent. */
  | { kind: 'short'; missing: number }
  /** This many bytes more than the range that was asked for, without an announced length. */
  | { kind: 'long'; extra: number }
  /** Another range than the one asked for: this many bytes later. */
  | { kind: 'wrong-start'; by: number }
  /** Bytes that are not those of the file, one in so many wrong. */
  | { kind: 'garbled'; oneIn: number }
  /** Sent to another place. */
  | { kind: 'redirect'; to: string }
  /** From this request on, the file is another one of a newer commit. */
  | { kind: 'replace'; with: Buffer };

/** Faults of one kind for the requests to come. */
export interface PlannedFault {
  fault: HubFault;
  /** How many requests it has yet to befall. */
  times: number;
  /** Requests for the file that go well before it. */
  after: number;
}

/** What every hal0 error looks like on the wire. */
export interface ErrorEnvelope {
  error: { code: string; message: string; details?: Record<string, unknown> };
}

/** Base of every error hal0 raises on purpose. Clients switch on `code`, so it never changes once shipped. */
export abstract class Hal0Error extends Error {
  abstract readonly code: string;
  abstract readonly httpStatus: number;

  constructor(
    message: string,
    readonly details?: Record<string, unknown>,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }

  toEnvelope(): ErrorEnvelope {
    const { code, message, details } = this;
    return { error: { code, message, ...(details ? { details } : {}) } };
  }
}

import { Hal0Error } from '@hal0/platform';

/** The client of a WebSocket sent what is none of its protocol; it was told by the close frame. */
export class TunnelProtocolError extends Hal0Error {
  readonly code = 'tunnel.protocol_error';
  readonly httpStatus = 400;

  constructor(reason: string) {
    super(`The WebSocket was closed because ${reason}.`);
  }
}

/** hal0 is stopping, and takes no WebSockets any more. */
export class TunnelShutdownError extends Hal0Error {
  readonly code = 'tunnel.shutting_down';
  readonly httpStatus = 503;

  constructor() {
    super('hal0 is stopping. Connect again in a moment.');
  }
}

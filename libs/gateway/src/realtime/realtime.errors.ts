import { Hal0Error } from '@hal0/platform';

/** `GET /v1/realtime` came as a plain request, or wants another version of WebSocket. */
export class UpgradeRequiredError extends Hal0Error {
  readonly code = 'realtime.upgrade_required';
  readonly httpStatus = 426;

  constructor() {
    super('This route speaks WebSocket, version 13. Connect with ws:// or wss:// in place of http.');
  }
}

/** The handshake of a WebSocket is broken: its key is none. */
export class HandshakeInvalidError extends Hal0Error {
  readonly code = 'realtime.handshake_invalid';
  readonly httpStatus = 400;

  constructor() {
    super('The handshake of the WebSocket is broken: "Sec-WebSocket-Key" must hold 16 bytes as base64.');
  }
}

/** OpenAI's calls are by telephone or WebRTC, and hal0 has none that one could join. */
export class RealtimeCallsUnsupportedError extends Hal0Error {
  readonly code = 'realtime.calls_unsupported';
  readonly httpStatus = 400;
  readonly param = 'call_id';

  constructor() {
    super('hal0 has no calls to join. Open a session of its own with ?model= or ?intent=transcription.');
  }
}

/** A message of a realtime session cannot be passed on; the session goes on without it. */
export class RealtimeMessageError extends Hal0Error {
  readonly code = 'realtime.invalid_message';
  readonly httpStatus = 400;

  constructor(
    message: string,
    readonly param: string | null = null,
  ) {
    super(message);
  }
}

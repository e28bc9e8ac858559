import { Hal0Error } from '@hal0/platform';

/** The body of a request to `/v1` is not JSON. */
export class InvalidJsonError extends Hal0Error {
  readonly code = 'request.invalid_json';
  readonly httpStatus = 400;

  constructor(reason: string) {
    super(`The body is not valid JSON: ${reason}.`);
  }
}

/** A field of a request to `/v1` is missing or of the wrong type; `param` names it. */
export class InvalidBodyError extends Hal0Error {
  readonly code = 'request.invalid_body';
  readonly httpStatus = 400;

  constructor(
    message: string,
    readonly param: string | null,
  ) {
    super(message, { param });
  }
}

/** The body of a request to `/v1` is over the limit. */
export class BodyTooLargeError extends Hal0Error {
  readonly code = 'request.body_too_large';
  readonly httpStatus = 413;

  constructor(limitBytes: number, advice: string) {
    super(`The body is larger than ${limitBytes / 1_048_576} MiB. ${advice}`, { limitBytes });
  }
}

/** The body of a request to a model is compressed. */
export class BodyEncodedError extends Hal0Error {
  readonly code = 'request.body_encoded';
  readonly httpStatus = 415;

  constructor(encoding: string) {
    super(`The body is encoded as ${encoding.slice(0, 40)}, which hal0 does not take. Send it as it is.`);
  }
}

/** `GET /v1/models/{id}` does not know the id. */
export class ModelNotListedError extends Hal0Error {
  readonly code = 'model.not_found';
  readonly httpStatus = 404;
  readonly param = 'model';

  constructor(id: string) {
    super(`No enabled slot serves the model "${id}".`, { model: id });
  }
}

/** Anything the web server itself refuses on /v1. */
export class GatewayHttpError extends Hal0Error {
  readonly code: string;

  constructor(
    readonly httpStatus: number,
    message: string,
  ) {
    super(message);
    this.code = `system.http_${httpStatus}`;
  }
}

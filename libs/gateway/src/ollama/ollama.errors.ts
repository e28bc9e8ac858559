import { Hal0Error } from '@hal0/platform';

/** Ollama's API has the route, and hal0 has another way to do the same. */
export class OllamaRouteUnsupportedError extends Hal0Error {
  readonly code = 'ollama.route_unsupported';
  readonly httpStatus = 501;

  constructor(route: string, instead: string) {
    super(`hal0 does not do ${route} over Ollama's API. ${instead}`);
  }
}

/** A field of Ollama's that would change the answer, and that hal0 cannot honour. */
export class OllamaFieldUnsupportedError extends Hal0Error {
  readonly code = 'ollama.field_unsupported';
  readonly httpStatus = 400;

  constructor(
    readonly param: string,
    instead: string,
  ) {
    super(`"${param}" is not supported here. ${instead}`, { param });
  }
}

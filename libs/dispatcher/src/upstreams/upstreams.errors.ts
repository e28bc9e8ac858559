import { Hal0Error } from '@hal0/platform';

/** The upstream cannot be changed as it was asked. */
export class UpstreamError extends Hal0Error {
  readonly code = 'system.upstream_error';
  readonly httpStatus = 500;

  constructor(name: string, cause: unknown) {
    super(`Upstream ${name} could not be changed. The log of hal0 has the details.`, { upstream: name }, { cause });
  }
}

/** There is no upstream of that name. */
export class UpstreamNotFoundError extends Hal0Error {
  readonly code = 'system.upstream_not_found';
  readonly httpStatus = 404;

  constructor(name: string, known: readonly string[]) {
    const all = known.length ? `Known upstreams: ${known.join(', ')}.` : 'None is configured yet.';
    super(`There is no upstream "${name.slice(0, 64)}". ${all}`, { upstream: name.slice(0, 64), known: [...known] });
  }
}

/** The name is taken. */
export class UpstreamAlreadyExistsError extends Hal0Error {
  readonly code = 'system.upstream_already_exists';
  readonly httpStatus = 409;

  constructor(name: string) {
    super(`There is an upstream "${name}" already. Change it, or take another name.`, { upstream: name });
  }
}

/** A person's own file defines the upstream, and hal0 does not write there. */
export class UpstreamElsewhereError extends Hal0Error {
  readonly code = 'upstream.defined_elsewhere';
  readonly httpStatus = 409;

  constructor(name: string) {
    super(`Upstream ${name} is not defined in hal0.toml but in a file of its own. Remove it there, then reload.`, {
      upstream: name,
    });
  }
}

/** The address is hal0's own, or none that hal0 ever connects to. */
export class UpstreamAddressForbiddenError extends Hal0Error {
  readonly code = 'upstream.address_forbidden';
  readonly httpStatus = 400;

  constructor(name: string, reason: string) {
    super(`Upstream ${name} cannot be asked at its address: ${reason}. Give it another address.`, { upstream: name });
  }
}

/** The upstream wants a key, and the secret that is to hold it is not set. */
export class UpstreamKeyMissingError extends Hal0Error {
  readonly code = 'upstream.key_missing';
  readonly httpStatus = 503;

  /** @param keyName name of the secret; null when the settings name none */
  constructor(name: string, keyName: string | null) {
    const what = keyName
      ? `its key ${keyName} is not set. Set it with PUT /api/secrets/${keyName}, or on the dashboard`
      : 'its settings name no key. Name the secret that holds it, or set auth_style to "none"';
    super(`Upstream ${name} cannot be asked: ${what}.`, { upstream: name, key: keyName });
  }
}

/** Settings that are not saved name a stored key, and no saved upstream has that key at that address. */
export class UpstreamKeyElsewhereError extends Hal0Error {
  readonly code = 'upstream.key_elsewhere';
  readonly httpStatus = 403;

  /** @param keyName name of the secret */
  constructor(keyName: string) {
    super(
      `The stored key ${keyName} is not sent on trial to an address that no saved upstream has it for. Give the key itself for the trial, or save the upstream first.`,
      { key: keyName },
    );
  }
}

/** Its list of models was asked for, and it gave none. */
export class UpstreamListFailedError extends Hal0Error {
  readonly code = 'upstream.list_failed';
  readonly httpStatus = 502;

  constructor(name: string, reason: string, cause?: unknown) {
    super(`Upstream ${name} did not list its models: ${reason}.`, { upstream: name }, { cause });
  }
}

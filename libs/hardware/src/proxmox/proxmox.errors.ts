import { Hal0Error } from '@hal0/platform';

/** Something in the settings of the Proxmox host cannot be. `errors` maps a field to what is wrong with it. */
export class ProxmoxConfigInvalidError extends Hal0Error {
  readonly code = 'proxmox.config_invalid';
  readonly httpStatus = 400;

  constructor(errors: Record<string, string>) {
    const [path = '', message = ''] = Object.entries(errors)[0] ?? [];
    super(`${path}: ${message}`, { path, errors });
  }
}

/** The token's value was left out where the stored one cannot stand in for it. */
export class ProxmoxTokenRequiredError extends Hal0Error {
  readonly code = 'proxmox.token_required';
  readonly httpStatus = 400;

  constructor(reason: string) {
    super(`Give the token's value, too: ${reason}.`, { path: 'tokenValue' });
  }
}

/** The settings of the Proxmox host could not be stored; the previous ones still hold. */
export class ProxmoxWriteFailedError extends Hal0Error {
  readonly code = 'proxmox.write_failed';
  readonly httpStatus = 500;

  constructor(path: string, cause: unknown) {
    super(
      `${path} could not be written; the previous settings still hold. ${(cause as Error).message}`,
      { file: path },
      { cause },
    );
  }
}

/** The settings of the Proxmox host could not be removed. */
export class ProxmoxDeleteFailedError extends Hal0Error {
  readonly code = 'proxmox.delete_failed';
  readonly httpStatus = 500;

  constructor(path: string, cause: unknown) {
    super(`${path} could not be removed. Remove it by hand. ${(cause as Error).message}`, { file: path }, { cause });
  }
}

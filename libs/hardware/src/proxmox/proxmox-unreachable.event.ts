import { Hal0Event } from '@hal0/platform';

/** The Proxmox host has answered before, and does not now. Told once, until it has answered again. */
export class ProxmoxUnreachableEvent extends Hal0Event {
  static readonly type = 'system.proxmox_unreachable';
  readonly type = ProxmoxUnreachableEvent.type;

  constructor(
    readonly host: string,
    readonly error: string,
  ) {
    super();
  }
}

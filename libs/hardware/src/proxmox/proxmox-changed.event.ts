import { Hal0Event } from '@hal0/platform';

/** The settings of the Proxmox host were stored or removed. */
export class ProxmoxChangedEvent extends Hal0Event {
  constructor(
    readonly type: 'system.proxmox_save' | 'system.proxmox_remove',
    /** Name or address; null after a removal. */
    readonly host: string | null,
  ) {
    super();
  }
}

import type { HardwareReaders } from '../probe/hardware-readers.js';
import { readContainer } from '../probe/system/container.js';
import type { ProxmoxDetection } from './proxmox-settings.dto.js';

const BY_SIGNS = ['not_detected', 'uncertain', 'detected'] as const satisfies readonly ProxmoxDetection[];

/**
 * Whether this machine looks like a container of Proxmox: its kernel is one of Proxmox's, and it is an LXC container.
 * A virtual machine has a kernel of its own and shows neither sign.
 */
export async function detectProxmox(readers: HardwareReaders): Promise<ProxmoxDetection> {
  const kernel = (await readers.read('/proc/sys/kernel/osrelease')) ?? '';
  const signs = [kernel.includes('-pve'), (await readContainer(readers)) === 'lxc'];
  return BY_SIGNS[signs.filter(Boolean).length] ?? 'not_detected';
}

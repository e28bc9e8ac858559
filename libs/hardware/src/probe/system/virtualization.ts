import type { HardwareReaders } from '../hardware-readers.js';
import type { Virtualization } from '../hardware-report.js';

/** What the firmware says about the machine, lower case; empty when it says nothing. */
export interface DmiFacts {
  sysVendor: string;
  productName: string;
  biosVendor: string;
  chassisVendor: string;
}

export const NO_DMI: DmiFacts = { sysVendor: '', productName: '', biosVendor: '', chassisVendor: '' };

export interface HypervisorSigns {
  dmi: DmiFacts;
  /** Built for WSL. */
  wsl: boolean;
  /** The processor's `hypervisor` flag. */
  flag: boolean;
  /** Clocks that the kernel could use; a hypervisor offers its own. */
  clocks: string;
  /** /sys/hypervisor/type. */
  type: string;
}

/** The documented signs of KVM and QEMU. Source: reference, platform rules. */
function saysKvm({ sysVendor, productName, biosVendor }: DmiFacts): boolean {
  return /qemu|kvm|red hat/.test(sysVendor) || /qemu|kvm/.test(productName) || /seabios|edk ii|ovmf/.test(biosVendor);
}

/** The hypervisor under this system. A machine without firmware tables (Firecracker) is known by the clock that KVM offers. */
export function recogniseVirtualization({ dmi, wsl, flag, clocks, type }: HypervisorSigns): Virtualization {
  if (wsl) return 'wsl';
  if (type === 'xen') return 'xen';
  if (saysKvm(dmi)) return 'kvm';
  if (/vmware/.test(dmi.sysVendor)) return 'vmware';
  if (/innotek|virtualbox/.test(`${dmi.sysVendor} ${dmi.productName}`)) return 'virtualbox';
  if (dmi.sysVendor === 'microsoft corporation' && dmi.productName === 'virtual machine') return 'hyperv';
  if (!flag) return 'none';
  if (/kvm-clock/.test(clocks)) return 'kvm';
  return /hyperv/.test(clocks) ? 'hyperv' : 'other';
}

/** Whether a KVM guest runs on Proxmox, as far as a guest can see that. */
export function saysProxmox(dmi: DmiFacts, commandLine: string): boolean {
  const named = Object.values(dmi).some((text: string) => text.includes('proxmox'));
  return named || (dmi.productName.includes('q35') && commandLine.includes('virtio'));
}

export async function readDmi(readers: HardwareReaders): Promise<DmiFacts> {
  const field = async (name: string) => ((await readers.read(`/sys/class/dmi/id/${name}`)) ?? '').trim().toLowerCase();
  return {
    sysVendor: await field('sys_vendor'),
    productName: await field('product_name'),
    biosVendor: await field('bios_vendor'),
    chassisVendor: await field('chassis_vendor'),
  };
}

export async function readVirtualization(
  readers: HardwareReaders,
  facts: Pick<HypervisorSigns, 'dmi' | 'wsl' | 'flag'>,
): Promise<Virtualization> {
  const clocks = await readers.read('/sys/devices/system/clocksource/clocksource0/available_clocksource');
  const type = await readers.read('/sys/hypervisor/type');
  return recogniseVirtualization({ ...facts, clocks: clocks ?? '', type: type?.trim() ?? '' });
}

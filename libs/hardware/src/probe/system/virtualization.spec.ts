import { describe, expect, it } from '@jest/globals';
import { NO_DMI, recogniseVirtualization, saysProxmox, type DmiFacts, type HypervisorSigns } from './virtualization.js';

const bare: HypervisorSigns = { dmi: NO_DMI, wsl: false, flag: false, clocks: 'tsc hpet acpi_pm', type: '' };
const dmi = (facts: Partial<DmiFacts>): DmiFacts => ({ ...NO_DMI, ...facts });

describe('recogniseVirtualization', () => {
  it.each<[string, Partial<HypervisorSigns>, ReturnType<typeof recogniseVirtualization>]>([
    ['bare metal', {}, 'none'],
    ['QEMU', { dmi: dmi({ sysVendor: 'qemu' }) }, 'kvm'],
    ['Red Hat', { dmi: dmi({ sysVendor: 'red hat' }) }, 'kvm'],
    ['a KVM product', { dmi: dmi({ sysVendor: 'ovh', productName: 'kvm virtual machine' }) }, 'kvm'],
    ['SeaBIOS', { dmi: dmi({ biosVendor: 'seabios' }) }, 'kvm'],
    ['OVMF', { dmi: dmi({ biosVendor: 'proxmox distribution of edk ii' }) }, 'kvm'],
    ['no firmware tables, KVM clock', { flag: true, clocks: 'tsc kvm-clock' }, 'kvm'],
    ['no firmware tables, Hyper-V clock', { flag: true, clocks: 'hyperv_clocksource_tsc_page' }, 'hyperv'],
    ['a hypervisor that hides', { flag: true }, 'other'],
    ['a KVM clock without the flag', { clocks: 'kvm-clock' }, 'none'],
    ['VMware', { dmi: dmi({ sysVendor: 'vmware, inc.' }), flag: true }, 'vmware'],
    ['VirtualBox', { dmi: dmi({ sysVendor: 'innotek gmbh', productName: 'virtualbox' }), flag: true }, 'virtualbox'],
    [
      'Hyper-V',
      { dmi: dmi({ sysVendor: 'microsoft corporation', productName: 'virtual machine' }), flag: true },
      'hyperv',
    ],
    ['a Surface laptop', { dmi: dmi({ sysVendor: 'microsoft corporation', productName: 'surface laptop 5' }) }, 'none'],
    ['Xen', { type: 'xen', flag: true }, 'xen'],
    ['WSL', { wsl: true, flag: true, clocks: 'hyperv_clocksource_tsc_page' }, 'wsl'],
  ])('%s', (_what, signs, expected) => {
    expect(recogniseVirtualization({ ...bare, ...signs })).toBe(expected);
  });
});

describe('saysProxmox', () => {
  it('takes its name anywhere in the firmware tables, or Q35 with a virtio root', () => {
    const q35 = dmi({ productName: 'standard pc (q35 + ich9, 2009)' });
    expect(saysProxmox(dmi({ chassisVendor: 'proxmox' }), '')).toBe(true);
    expect(saysProxmox(dmi({ biosVendor: 'proxmox distribution of edk ii' }), '')).toBe(true);
    expect(saysProxmox(q35, 'root=/dev/disk/by-id/virtio-root ro')).toBe(true);
    expect(saysProxmox(q35, 'root=/dev/sda1 ro')).toBe(false);
    expect(saysProxmox(dmi({ productName: 'standard pc (i440fx + piix, 1996)' }), 'virtio')).toBe(false);
  });
});

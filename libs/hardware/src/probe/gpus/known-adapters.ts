import type { GpuVendor } from '../hardware-report.js';

/** The PCI id of every Strix Halo, whether sold as Radeon 8050S or 8060S. */
export const STRIX_HALO_ID = '1002:1586';

const VENDORS: Readonly<Record<string, GpuVendor>> = { '1002': 'amd', '10de': 'nvidia', '8086': 'intel' };

/** Processors of AMD with graphics, by PCI device id. Source: the PCI ID database and Linux, amdgpu. */
const AMD_INTEGRATED: ReadonlySet<string> = new Set([
  ...['15dd', '15d8'], // Raven Ridge, Picasso
  ...['1636', '164c', '1638', '15e7'], // Renoir, Lucienne, Cezanne, Barcelo
  ...['163f', '1435'], // Van Gogh
  ...['164d', '1681', '1506'], // Rembrandt, Mendocino
  ...['164e', '13c0'], // Raphael, Granite Ridge
  ...['15bf', '15c8', '1900', '1901'], // Phoenix, Hawk Point
  ...['150e', '1114', '1586'], // Strix Point, Krackan Point, Strix Halo
]);

/** Memory of Intel's discrete cards, which their drivers do not tell. MiB. */
const INTEL_DISCRETE_MIB: Readonly<Record<string, number>> = {
  '56a0': 16_384, // Arc A770
  '56a1': 8_192, // Arc A750
  '56a2': 8_192, // Arc A580
  '56a5': 6_144, // Arc A380
  '56a6': 4_096, // Arc A310
  e20b: 12_288, // Arc B580
  e20c: 10_240, // Arc B570
  e211: 24_576, // Arc Pro B60
  e212: 16_384, // Arc Pro B50
};

/** Emulated adapters and the ones of server management chips, by vendor. */
const DISPLAY_ONLY_VENDORS: ReadonlySet<string> = new Set([
  '1234', // QEMU's standard VGA (bochs)
  '1af4', // virtio
  '1b36', // QXL
  '15ad', // VMware
  '80ee', // VirtualBox
  '1013', // Cirrus
  '1414', // Hyper-V, and WSL's stand-in for the real card
  '1ab8', // Parallels
  '1a03', // ASPEED
  '102b', // Matrox
  '19e5', // Huawei
]);

/** Drivers of adapters that are not on a PCI bus and show a picture only. */
const DISPLAY_ONLY_DRIVERS: ReadonlySet<string> = new Set([
  ...['bochs', 'bochs-drm', 'virtio_gpu', 'virtio-pci', 'vmwgfx', 'qxl', 'cirrus', 'hyperv_drm', 'vboxvideo'],
  ...['ast', 'mgag200', 'hibmc'],
  ...['simpledrm', 'simple-framebuffer', 'vkms', 'evdi', 'udl', 'gud', 'vc4', 'vc4-drm'],
]);

export function vendorOf(pciId: string | null): GpuVendor {
  return VENDORS[pciId?.slice(0, 4) ?? ''] ?? 'unknown';
}

export function isDisplayOnly(pciId: string | null, driver: string | null): boolean {
  if (vendorOf(pciId) !== 'unknown') return false;
  return DISPLAY_ONLY_VENDORS.has(pciId?.slice(0, 4) ?? '') || DISPLAY_ONLY_DRIVERS.has(driver ?? '');
}

/** Whether an adapter is part of the processor, as far as its id tells. */
export function isIntegrated(pciId: string): boolean {
  const device = pciId.slice(5);
  switch (vendorOf(pciId)) {
    case 'amd':
      return AMD_INTEGRATED.has(device);
    case 'intel':
      return !isIntelDiscrete(device);
    default:
      return false;
  }
}

/** Memory of an Intel card in MiB; 0 when it is not a known one. */
export function intelVramMib(pciId: string): number {
  return INTEL_DISCRETE_MIB[pciId.slice(5)] ?? 0;
}

/** The ranges of device ids that Alchemist and Battlemage have. Source: Linux, include/drm/intel/pciids.h. */
function isIntelDiscrete(device: string): boolean {
  return /^(569[0-7]|56a[0-6]|56b[0-3]|56c[0-2]|e20[0-9a-f]|e21[0-9a-f]|e22[0-3])$/.test(device);
}

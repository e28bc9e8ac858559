import type { HardwareReaders } from './hardware-readers.js';
import type { GpuVendor, Npu } from './hardware-report.js';
import type { PciDevice } from './gpus/pci.js';
import { parseUevent } from './gpus/pci.js';

/** What shows an NPU. */
export interface NpuSigns {
  /** Device nodes below /dev/accel, by path: whether this process may use them. */
  nodes: ReadonlyMap<string, boolean>;
  /** Drivers of the kernel's accelerator devices. */
  drivers: readonly string[];
  /** /sys/module/amdxdna exists. */
  amdModule: boolean;
  pci: readonly PciDevice[];
}

interface NpuKind {
  vendor: GpuVendor;
  name: string;
  driver: string;
  pciIds: readonly string[];
}

/** Source of the ids: Linux, drivers/accel (amdxdna, ivpu). */
const KINDS: readonly NpuKind[] = [
  { vendor: 'amd', name: 'AMD NPU (XDNA)', driver: 'amdxdna', pciIds: ['1022:1502', '1022:17f0'] },
  {
    vendor: 'intel',
    name: 'Intel NPU',
    driver: 'intel_vpu',
    pciIds: ['8086:7d1d', '8086:643e', '8086:ad1d', '8086:b03e'],
  },
];

/**
 * An accelerator node without a known driver counts as AMD's: Source: reference, detectors. An NPU whose driver is missing is
 * told of, but not called present.
 */
export function recogniseNpu({ nodes, drivers, amdModule, pci }: NpuSigns): Npu {
  const reachable = [...nodes.values()].includes(true);
  const bound = KINDS.find(({ driver }) => drivers.includes(driver));
  const kind = bound ?? (amdModule || (nodes.size && !drivers.length) ? KINDS[0] : undefined);
  if (kind) return { present: true, vendor: kind.vendor, name: kind.name, driver: kind.driver, reachable };
  const idle = KINDS.find(({ pciIds }) => pci.some(({ id }) => pciIds.includes(id)));
  return { present: false, vendor: idle?.vendor ?? 'unknown', name: idle?.name ?? '', driver: null, reachable: false };
}

export async function readNpu(readers: HardwareReaders, pci: readonly PciDevice[]): Promise<Npu> {
  const nodes = new Map<string, boolean>();
  for (const name of await readers.list('/dev/accel')) {
    const path = `/dev/accel/${name}`;
    nodes.set(path, (await readers.node(path))?.accessible ?? false);
  }
  const devices = await readers.list('/sys/class/accel');
  const uevents = await Promise.all(devices.map((name) => readers.read(`/sys/class/accel/${name}/device/uevent`)));
  return recogniseNpu({
    nodes,
    drivers: uevents.flatMap((text) => parseUevent(text ?? '')?.driver ?? []),
    amdModule: (await readers.list('/sys/module/amdxdna')).length > 0,
    pci,
  });
}

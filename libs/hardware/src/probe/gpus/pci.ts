import type { HardwareReaders } from '../hardware-readers.js';

/** A device on the PCI bus, as the kernel lists it. */
export interface PciDevice {
  /** `0000:c5:00.0` */
  address: string;
  /** `1002:1586` */
  id: string;
  /** Class and subclass, e.g. 0x0300. */
  deviceClass: number;
  driver: string | null;
}

const DISPLAY_CLASS = 0x03;
const FOLDER = '/sys/bus/pci/devices';

/** A device's `uevent` file; undefined for one that is not on a PCI bus. */
export function parseUevent(text: string): PciDevice | undefined {
  const value = (name: string) => new RegExp(`^${name}=(.+)$`, 'm').exec(text)?.[1];
  const address = value('PCI_SLOT_NAME');
  const id = value('PCI_ID');
  if (!address || !id) return undefined;
  const deviceClass = parseInt(value('PCI_CLASS') ?? '0', 16) >> 8;
  return { address, id: id.toLowerCase(), deviceClass, driver: value('DRIVER') ?? null };
}

export function isDisplay({ deviceClass }: PciDevice): boolean {
  return deviceClass >> 8 === DISPLAY_CLASS;
}

export async function readPciDevices(readers: HardwareReaders): Promise<PciDevice[]> {
  const names = await readers.list(FOLDER);
  const texts = await Promise.all(names.map((name) => readers.read(`${FOLDER}/${name}/uevent`)));
  return texts.flatMap((text) => parseUevent(text ?? '') ?? []);
}

/** Bytes of the largest window through which the processor sees the device's memory; 0 when it has none. */
export function parseLargestWindow(resource: string): number {
  const sizes = resource.split('\n').map((line) => {
    const [start, end] = line.split(' ').map(Number);
    return start && end ? end - start + 1 : 0;
  });
  return Math.max(0, ...sizes);
}

export async function readLargestWindow(readers: HardwareReaders, address: string): Promise<number> {
  return parseLargestWindow((await readers.read(`${FOLDER}/${address}/resource`)) ?? '');
}

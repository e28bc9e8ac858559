import type { CommandOutcome, HardwareReaders } from '../hardware-readers.js';

export interface NvidiaGpu {
  name: string;
  /** 0 when the card has no memory of its own (GB10) or does not tell. */
  vramMib: number;
  driverVersion: string;
  address: string;
  /** `10de:2684` */
  id: string;
}

const TIMEOUT_MS = 4_000;
const QUERY = 'name,memory.total,driver_version,pci.bus_id,pci.device_id';

/** Output of `nvidia-smi --query-gpu=… --format=csv,noheader,nounits`; lines that are no card are skipped. */
export function parseNvidiaSmi(text: string): NvidiaGpu[] {
  return text.split('\n').flatMap((line) => {
    const [name, memory, driverVersion, busId, deviceId] = line.split(',').map((cell) => cell.trim());
    const address = busId && pciAddress(busId);
    if (!name || !driverVersion || !address || !deviceId) return [];
    return [{ name, vramMib: Number.parseInt(memory ?? '', 10) || 0, driverVersion, address, id: pciId(deviceId) }];
  });
}

export async function readNvidia(readers: HardwareReaders): Promise<NvidiaGpu[]> {
  const { status, stdout } = await queryNvidia(readers, QUERY);
  return status === 0 ? parseNvidiaSmi(stdout) : [];
}

/** Values of every card, one line each. */
export function queryNvidia(readers: HardwareReaders, query: string): Promise<CommandOutcome> {
  return readers.run('nvidia-smi', [`--query-gpu=${query}`, '--format=csv,noheader,nounits'], TIMEOUT_MS);
}

/** The tool writes the domain with eight digits and in capitals, everybody else with four and small. */
function pciAddress(busId: string): string | undefined {
  return /^[0-9a-f]*?([0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7])$/.exec(busId.toLowerCase())?.[1];
}

/** `0x268410DE` holds the device before the vendor. */
function pciId(deviceId: string): string {
  const [, device = '', vendor = ''] = /^0x([0-9a-f]{4})([0-9a-f]{4})$/.exec(deviceId.toLowerCase()) ?? [];
  return `${vendor}:${device}`;
}

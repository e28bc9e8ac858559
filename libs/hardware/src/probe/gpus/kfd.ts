import type { HardwareReaders } from '../hardware-readers.js';

/** A GPU that the kernel's compute driver for AMD knows. */
export interface KfdGpu {
  address: string;
  /** `gfx1151` */
  gfx: string;
}

const FOLDER = '/sys/class/kfd/kfd/topology/nodes';

/** A node's `properties` file; undefined for a node that is a processor. */
export function parseKfdNode(text: string): KfdGpu | undefined {
  const value = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  const version = value('gfx_target_version');
  if (!version) return undefined;
  const location = value('location_id');
  const part = (number: number, digits: number) => number.toString(16).padStart(digits, '0');
  const device = (location >> 3) & 0x1f;
  return {
    address: `${part(value('domain'), 4)}:${part(location >> 8, 2)}:${part(device, 2)}.${location & 7}`,
    gfx: gfxName(version),
  };
}

export async function readKfd(readers: HardwareReaders): Promise<KfdGpu[]> {
  const nodes = await readers.list(FOLDER);
  const texts = await Promise.all(nodes.map((node) => readers.read(`${FOLDER}/${node}/properties`)));
  return texts.flatMap((text) => parseKfdNode(text ?? '') ?? []);
}

/** 110501 is version 11.5.1; the minor number and the stepping are written as hexadecimal digits. */
function gfxName(version: number): string {
  const [major, minor, stepping] = [Math.floor(version / 10_000), Math.floor(version / 100) % 100, version % 100];
  return `gfx${major}${minor.toString(16)}${stepping.toString(16)}`;
}

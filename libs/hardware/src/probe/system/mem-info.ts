import type { HardwareReaders } from '../hardware-readers.js';

/** MiB, rounded down. */
export interface MemoryFacts {
  totalMib: number;
  availableMib: number;
  swapMib: number;
}

/** /proc/meminfo; a line that is missing counts as 0. */
export function parseMemInfo(text: string): MemoryFacts {
  return {
    totalMib: kilobytes(text, 'MemTotal'),
    availableMib: kilobytes(text, 'MemAvailable'),
    swapMib: kilobytes(text, 'SwapTotal'),
  };
}

export async function readMemory(readers: HardwareReaders): Promise<MemoryFacts> {
  return parseMemInfo((await readers.read('/proc/meminfo')) ?? '');
}

/**
 * What the kernel manages on all memory nodes, in MiB, or undefined when it does not tell. Inside a container this is still the
 * whole machine, because nothing puts a container's view over these files.
 */
export async function readNodeMemory(readers: HardwareReaders): Promise<number | undefined> {
  const folder = '/sys/devices/system/node';
  const nodes = (await readers.list(folder)).filter((name) => /^node\d+$/.test(name));
  const texts = await Promise.all(nodes.map((node) => readers.read(`${folder}/${node}/meminfo`)));
  const kib = texts.map((text) => Number(/MemTotal:\s*(\d+) kB/.exec(text ?? '')?.[1] ?? 0));
  return Math.floor(kib.reduce((sum, node) => sum + node, 0) / 1024) || undefined;
}

function kilobytes(text: string, name: string): number {
  return Math.floor(Number(new RegExp(`^${name}:\\s*(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) / 1024);
}

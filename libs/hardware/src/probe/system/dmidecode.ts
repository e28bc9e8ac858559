import type { HardwareReaders } from '../hardware-readers.js';

const MIB: Readonly<Record<string, number>> = { K: 1 / 1024, M: 1, G: 1024, T: 1024 * 1024 };
const TIMEOUT_MS = 4_000;

/** Sum of the memory modules in MiB, of `dmidecode -t memory`; 0 when none is listed. Empty sockets are skipped. */
export function parseDimms(text: string): number {
  let sum = 0;
  for (const device of text.split(/\n\s*\n/)) {
    if (!/^Memory Device$/m.test(device)) continue;
    const [, size, unit = ''] = /^\s*Size: (\d+) ([kMGT])B/im.exec(device) ?? [];
    sum += Number(size ?? 0) * (MIB[unit.toUpperCase()] ?? 0);
  }
  return Math.floor(sum);
}

/** Needs root; undefined when the tool is missing or may not look. */
export async function readDimms(readers: HardwareReaders): Promise<number | undefined> {
  const { status, stdout } = await readers.run('dmidecode', ['-t', 'memory'], TIMEOUT_MS);
  return (status === 0 && parseDimms(stdout)) || undefined;
}

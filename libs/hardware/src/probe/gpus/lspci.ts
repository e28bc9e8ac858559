import type { HardwareReaders } from '../hardware-readers.js';

/** A graphics adapter as lspci names it. */
export interface LspciEntry {
  address: string;
  id: string;
  /** Manufacturer and model, e.g. `NVIDIA Corporation AD102 [GeForce RTX 4090]`. */
  description: string;
  driver: string | null;
}

const TIMEOUT_MS = 4_000;
const ADAPTER =
  /^((?:[0-9a-f]{4,}:)?[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]) (?:VGA compatible|3D|Display) controller(?: \[03[0-9a-f]{2}\])?: (.+?) \[([0-9a-f]{4}:[0-9a-f]{4})\]/;

/** The graphics adapters in the output of `lspci -nnk`, with or without `-D`. */
export function parseLspci(text: string): LspciEntry[] {
  const entries: LspciEntry[] = [];
  let current: LspciEntry | undefined;
  for (const line of text.split('\n')) {
    if (/^\S/.test(line)) {
      const [, address, description, id] = ADAPTER.exec(line) ?? [];
      current =
        address && description && id ? { address: withDomain(address), id, description, driver: null } : undefined;
      if (current) entries.push(current);
    } else if (current) {
      current.driver ??= /^\s+Kernel driver in use: (\S+)/.exec(line)?.[1] ?? null;
    }
  }
  return entries;
}

export async function readLspci(readers: HardwareReaders): Promise<LspciEntry[]> {
  return parseLspci((await readers.run('lspci', ['-Dnnk'], TIMEOUT_MS)).stdout);
}

function withDomain(address: string): string {
  return address.split(':').length === 3 ? address : `0000:${address}`;
}

import type { HardwareReaders } from '../hardware-readers.js';

export interface CpuFacts {
  model: string;
  cores: number;
  threads: number;
  /** As `uname -m` says. */
  architecture: string;
  /** The processor says that a hypervisor is underneath. */
  hypervisor: boolean;
}

/** Arm's own core designs by part number; the register has no name. Source: Linux, arch/arm64/include/asm/cputype.h. */
const ARM_PARTS: Readonly<Record<string, string>> = {
  '0xd03': 'Cortex-A53',
  '0xd08': 'Cortex-A72',
  '0xd0b': 'Cortex-A76',
  '0xd0c': 'Neoverse-N1',
  '0xd40': 'Neoverse-V1',
  '0xd49': 'Neoverse-N2',
  '0xd4f': 'Neoverse-V2',
  '0xd85': 'Cortex-X925',
  '0xd87': 'Cortex-A725',
};
const ARM_IMPLEMENTER = '0x41';

/**
 * /proc/cpuinfo of x86 and ARM.
 * @param architecture what the kernel says it is; guessed from the text when it does not say
 */
export function parseCpuInfo(text: string, architecture = guessArchitecture(text)): CpuFacts {
  const processors = text
    .split(/\n\s*\n/)
    .map(fields)
    .filter((block) => block.has('processor'));
  const threads = Math.max(1, processors.length);
  const all = fields(text);
  return {
    model: all.get('model name') ?? all.get('Model') ?? all.get('Hardware') ?? armPart(all) ?? `${architecture} CPU`,
    cores: countCores(processors) ?? threads,
    threads,
    architecture,
    hypervisor: / hypervisor( |$)/.test(all.get('flags') ?? ''),
  };
}

export async function readCpu(readers: HardwareReaders): Promise<CpuFacts> {
  const architecture = (await readers.read('/proc/sys/kernel/arch'))?.trim();
  return parseCpuInfo((await readers.read('/proc/cpuinfo')) ?? '', architecture);
}

/** `cpu cores` of each package, as told by its first processor; a container that was given a few threads has no more cores. */
function countCores(processors: Map<string, string>[]): number | undefined {
  const packages = new Map<string, number>();
  for (const block of processors) {
    const cores = Number(block.get('cpu cores'));
    if (cores) packages.set(block.get('physical id') ?? '0', cores);
  }
  if (!packages.size) return undefined;
  const sum = [...packages.values()].reduce((total, cores) => total + cores, 0);
  return Math.min(sum, processors.length);
}

/** First value of each `name : value` line. */
function fields(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, name, value] = /^([^:]+?)\s*:\s*(.*?)\s*$/.exec(line) ?? [];
    if (name && value && !found.has(name)) found.set(name, value);
  }
  return found;
}

function armPart(all: Map<string, string>): string | undefined {
  const part = all.get('CPU part');
  if (!part) return undefined;
  const name = all.get('CPU implementer') === ARM_IMPLEMENTER ? ARM_PARTS[part] : undefined;
  return name ? `ARM ${name}` : `ARM part ${part} of implementer ${all.get('CPU implementer') ?? 'unknown'}`;
}

function guessArchitecture(text: string): string {
  if (/^CPU implementer/m.test(text)) return 'aarch64';
  return /^vendor_id/m.test(text) ? 'x86_64' : 'unknown';
}

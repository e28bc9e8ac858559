import type { HardwareReaders } from '../hardware-readers.js';

/** Where the memory controller keeps the files of this process's group. */
export interface CgroupPlace {
  version: 1 | 2;
  /** Where the hierarchy is mounted. */
  mount: string;
  /** The group's place below, e.g. `/system.slice/hal0.service`. */
  path: string;
}

/** The tightest limit among a group and those above it. MiB. */
export interface MemoryLimit {
  limitMib: number;
  /** Taken of it, without file cache that the kernel gives back on demand. */
  usedMib: number;
  /** The file that holds the limit. */
  file: string;
}

const FILES = {
  1: { limit: 'memory.limit_in_bytes', usage: 'memory.usage_in_bytes', cache: 'total_inactive_file' },
  2: { limit: 'memory.max', usage: 'memory.current', cache: 'inactive_file' },
} as const;

/** Version 1 says "no limit" with the largest number of whole pages. */
const NO_LIMIT_BYTES = 2 ** 62;
const MIB = 2 ** 20;

/** Where the texts of /proc/self/cgroup and /proc/mounts say that memory is accounted; undefined when it is not. */
export function locateMemoryCgroup(cgroup: string, mounts: string): CgroupPlace | undefined {
  const mounted = mounts.split('\n').map((line) => line.split(' '));
  const path = (wanted: RegExp) => wanted.exec(cgroup)?.[1]?.replace(/\/\.\.(?=\/|$)/g, '');
  const own = path(/^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(.*)$/m);
  const [, mount] = mounted.find(([, , type, options]) => type === 'cgroup' && hasMemory(options)) ?? [];
  if (own !== undefined && mount) return { version: 1, mount, path: own };
  const unified = path(/^0::(.*)$/m);
  const [, unifiedMount] = mounted.find(([, , type]) => type === 'cgroup2') ?? [];
  return unified !== undefined && unifiedMount ? { version: 2, mount: unifiedMount, path: unified } : undefined;
}

export async function readMemoryLimit(readers: HardwareReaders): Promise<MemoryLimit | undefined> {
  const [cgroup = '', mounts = ''] = await Promise.all(
    ['/proc/self/cgroup', '/proc/mounts'].map((file) => readers.read(file)),
  );
  const place = locateMemoryCgroup(cgroup, mounts);
  if (!place) return undefined;
  const { limit, usage, cache } = FILES[place.version];
  let tightest: { bytes: number; folder: string } | undefined;
  for (const folder of foldersUpwards(place)) {
    const bytes = parseLimit(await readers.read(`${folder}/${limit}`));
    if (bytes !== undefined && (!tightest || bytes < tightest.bytes)) tightest = { bytes, folder };
  }
  if (!tightest) return undefined;
  const { folder, bytes } = tightest;
  const used = Number((await readers.read(`${folder}/${usage}`)) ?? 0);
  const reclaimable = parseStat((await readers.read(`${folder}/memory.stat`)) ?? '', cache);
  return {
    limitMib: Math.floor(bytes / MIB),
    usedMib: Math.floor(Math.max(0, used - reclaimable) / MIB),
    file: `${folder}/${limit}`,
  };
}

/** The group's folder and every one above it. Some may not exist here: a container sees itself as the root, but keeps its path. */
function foldersUpwards({ mount, path }: CgroupPlace): string[] {
  const names = path.split('/').filter(Boolean);
  return [...names.keys(), names.length].map((depth) => [mount, ...names.slice(0, names.length - depth)].join('/'));
}

function parseLimit(text: string | undefined): number | undefined {
  const bytes = Number(text?.trim() || NaN);
  return Number.isFinite(bytes) && bytes < NO_LIMIT_BYTES ? bytes : undefined;
}

function parseStat(text: string, name: string): number {
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
}

function hasMemory(options: string | undefined): boolean {
  return !!options?.split(',').includes('memory');
}

import type { HardwareReport } from '@hal0/hardware';

/**
 * MiB that models and everything else on this box share: what the operating system, or the container's limit, gives, and
 * what the firmware has set aside for a graphics processor that shares the memory. 0 when nothing is known.
 */
export function usableMemoryMib({ ramMib, cgroupMaxMib, gpus }: HardwareReport): number {
  const given = cgroupMaxMib === null ? ramMib : Math.min(ramMib, cgroupMaxMib);
  const setAside = gpus
    .filter(({ integrated, displayOnly, reachable }) => integrated && reachable && !displayOnly)
    .reduce((sum, { vramMib }) => sum + vramMib, 0);
  return given + setAside;
}

import type { Gpu } from '../hardware-report.js';
import { STRIX_HALO_ID } from './known-adapters.js';

/** GPUs that inference can run on, the best first. */
export function inferenceGpus(gpus: readonly Gpu[]): Gpu[] {
  return gpus.filter((gpu) => gpu.reachable && isInferenceAdapter(gpu)).sort(byWorth);
}

/** GPUs that inference could run on if this process could reach them, those first that it can. */
export function byUse(a: Gpu, b: Gpu): number {
  return (
    Number(isInferenceAdapter(b)) - Number(isInferenceAdapter(a)) ||
    Number(b.reachable) - Number(a.reachable) ||
    byWorth(a, b)
  );
}

export function isInferenceAdapter({ displayOnly, vendor }: Gpu): boolean {
  return !displayOnly && vendor !== 'unknown';
}

export function isStrixHalo({ pciId, gfx }: Gpu): boolean {
  return pciId === STRIX_HALO_ID || gfx === 'gfx1151';
}

/** A card beats the graphics of a processor, except Strix Halo's, which is one of the large; among equals memory counts. */
function byWorth(a: Gpu, b: Gpu): number {
  const rank = (gpu: Gpu) => Number(!gpu.integrated || isStrixHalo(gpu));
  const memory = (gpu: Gpu) => gpu.vramMib + (gpu.integrated ? gpu.gttMib : 0);
  return rank(b) - rank(a) || memory(b) - memory(a) || (a.pciAddress ?? '').localeCompare(b.pciAddress ?? '');
}

import type { FitVerdict } from '@hal0/hardware';
import { defaultVariant, type HubVariant } from '../../hub/variants.js';

type Judged = HubVariant & { fits: FitVerdict };

/** The one that most people want when it fits, otherwise the largest that does, otherwise the smallest of those that just do. */
export function recommendedVariant(variants: readonly Judged[]): string | undefined {
  const usual = defaultVariant(variants);
  if (variants.some(({ name, fits }) => name === usual?.name && fits === 'yes')) return usual?.name;
  const bySize = variants.toSorted((a, b) => a.sizeBytes - b.sizeBytes);
  const smaller = bySize.filter(({ fits, sizeBytes }) => fits === 'yes' && sizeBytes <= (usual?.sizeBytes ?? Infinity));
  return (smaller.at(-1) ?? bySize.find(({ fits }) => fits === 'yes') ?? bySize.find(({ fits }) => fits === 'tight'))
    ?.name;
}

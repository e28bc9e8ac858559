import type { ScannedModelDto } from '../../../api/models';

/** What becomes of something that a scan has found. */
export function describeFinding({ state, problem, type }: ScannedModelDto): string {
  if (state === 'new') return type ?? 'new';
  return problem?.message ?? 'installed already';
}

import type { UpstreamTrialDto } from '../../api/models';
import { describeDuration } from '../ui/numbers';

/** What a test of an upstream found. */
export function describeTrial({ ok, error, latencyMs, models }: UpstreamTrialDto): string {
  if (!ok) return error ?? 'It did not answer as expected.';
  const time = latencyMs === null ? '' : ` in ${describeDuration(latencyMs)}`;
  return `It answered${time} and lists ${models.length} ${models.length === 1 ? 'model' : 'models'}.`;
}

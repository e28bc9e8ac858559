import type { UpstreamDto } from './http/upstream.dto.js';
import type { Upstream } from './upstream.js';

/** An upstream as people see it. */
export function upstreamView(upstream: Upstream): UpstreamDto {
  const { name, settings, admission, checkedAt } = upstream;
  return {
    name,
    url: settings.url,
    enabled: settings.enabled,
    dialect: upstream.dialect,
    authStyle: settings.auth_style,
    authHeader: settings.auth_header ?? null,
    keyName: settings.auth_value_env ?? null,
    keySet: settings.auth_style !== 'none' && upstream.hasKey,
    timeoutSeconds: settings.timeout_seconds,
    concurrency: settings.concurrency ?? null,
    advertiseModels: settings.advertise_models,
    models: [...settings.models],
    discovered: upstream.discovered.map((id) => ({ id })),
    state: upstream.state,
    error: upstream.error?.message ?? null,
    checkedAt: checkedAt === null ? null : new Date(checkedAt).toISOString(),
    latencyMs: upstream.latencyMs === null ? null : Math.round(upstream.latencyMs),
    active: admission.active,
    queued: admission.queued,
  };
}

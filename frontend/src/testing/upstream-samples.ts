import type { UpstreamDto } from '../api/models';

/** A healthy one with one model. */
export function anUpstream(changes: Partial<UpstreamDto> = {}): UpstreamDto {
  return {
    name: 'openai',
    url: 'https://api.openai.com/v1',
    enabled: true,
    dialect: 'openai',
    authStyle: 'bearer',
    authHeader: null,
    keyName: 'OPENAI_API_KEY',
    keySet: true,
    timeoutSeconds: 300,
    concurrency: null,
    advertiseModels: true,
    models: [],
    discovered: [{ id: 'gpt-4o-mini' }],
    state: 'healthy',
    error: null,
    checkedAt: null,
    latencyMs: 212,
    active: 0,
    queued: 0,
    ...changes,
  };
}

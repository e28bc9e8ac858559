import type { LemonadeStatusDto, ModelDto, SlotDto, StatusDto } from '../api/models';

export function aSlot(changes: Partial<SlotDto> = {}): SlotDto {
  return {
    name: 'primary',
    type: 'llm',
    device: 'cpu',
    model: 'tiny-chat',
    enabled: true,
    default: true,
    seeded: true,
    state: 'offline',
    stateSince: '2026-01-01T00:00:00.000Z',
    stateReason: null,
    error: null,
    parallel: 1,
    activeRequests: 0,
    queuedRequests: 0,
    contextSize: null,
    extraArgs: null,
    threads: null,
    idleTimeoutSeconds: 900,
    pinned: false,
    labels: [],
    metrics: { requests: 0, ttftMs: null, tokensPerSecond: null, lastUsedAt: null },
    ...changes,
  };
}

export function aModel(changes: Partial<ModelDto> = {}): ModelDto {
  return {
    id: 'tiny-chat',
    type: 'llm',
    path: '/models/tiny-chat.gguf',
    recipe: 'llamacpp',
    labels: [],
    sizeBytes: 2_354_048,
    architecture: 'llama',
    contextLength: 2048,
    license: null,
    toy: false,
    createdAt: '2026-01-01T00:00:00.000Z',
    ...changes,
  };
}

export function aRuntime(changes: Partial<LemonadeStatusDto> = {}): LemonadeStatusDto {
  return {
    phase: 'running',
    version: '10.0.1',
    message: null,
    progress: null,
    origin: 'http://127.0.0.1:13305',
    since: '2026-01-01T00:00:00.000Z',
    ...changes,
  };
}

export function aStatus(lemonade: LemonadeStatusDto = aRuntime()): StatusDto {
  return {
    name: 'hal0',
    version: '0.1.0',
    hostname: 'box',
    startedAt: '2026-01-01T00:00:00.000Z',
    uptimeSeconds: 60,
    state: 'ok',
    lemonade,
    slots: { total: 6, enabled: 1, ready: 0 },
    requests: { active: 0, queued: 0 },
  };
}

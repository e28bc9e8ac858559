import type {
  CapabilitiesDto,
  ProfileDto,
  LemonadeStatusDto,
  ModelDto,
  PlanDto,
  SlotDto,
  SlotMetricsDto,
  StatusDto,
} from '../api/models';

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
    fromModel: [],
    threads: null,
    idleTimeoutSeconds: 900,
    pinned: false,
    labels: [],
    profile: null,
    systemPrompt: null,
    fallback: [],
    fallbackAfterSeconds: null,
    fallbackQueueLongerThan: null,
    fallbackOn: [],
    localOnly: false,
    memoryMib: null,
    needMib: null,
    backend: null,
    phase: 'offline',
    gated: false,
    coresidentGroup: null,
    metrics: someMetrics(),
    ...changes,
  };
}

export function someMetrics(changes: Partial<SlotMetricsDto> = {}): SlotMetricsDto {
  return {
    requests: 0,
    failed: 0,
    abandoned: 0,
    cachedTokens: 0,
    active: 0,
    queued: 0,
    ttftMs: null,
    ttftP50Ms: null,
    ttftP95Ms: null,
    tokensPerSecond: null,
    promptTokensPerSecond: null,
    promptTokens: 0,
    completionTokens: 0,
    queueMs: null,
    kvUsage: null,
    contextTokens: null,
    contextSize: null,
    memoryMib: null,
    uptimeSeconds: null,
    lastUsedAt: null,
    ...changes,
  };
}

export function aModel(changes: Partial<ModelDto> = {}): ModelDto {
  return {
    id: 'tiny-chat',
    name: 'tiny-chat',
    type: 'llm',
    path: '/models/tiny-chat.gguf',
    checkpoint: null,
    recipe: 'llamacpp',
    labels: [],
    files: [{ role: 'main', path: '/models/tiny-chat.gguf', sizeBytes: 2_354_048, sha256: null }],
    source: null,
    defaults: {},
    facts: null,
    state: 'ready',
    checkedAt: null,
    usedBy: [],
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

export function aPlan(changes: Partial<PlanDto> = {}): PlanDto {
  return {
    slot: 'primary',
    model: 'tiny-chat',
    verdict: 'load',
    reason: 'There is room: 2.0 GiB of 24 GiB are taken.',
    evictions: [],
    blockers: [],
    shares: null,
    needMib: 1024,
    memory: {
      pools: [
        {
          name: 'system',
          limitMib: 24_576,
          beforeMib: 2048,
          afterMib: 3072,
          freeMib: 20_480,
          limitedBy: 'main memory',
        },
      ],
      fits: 'yes',
    },
    expectedSeconds: 2.14,
    basis: 'measured',
    checks: [
      { name: 'file', status: 'ok', message: 'The file is there.', remedy: null },
      { name: 'memory', status: 'ok', message: 'It fits.', remedy: null },
    ],
    code: null,
    ...changes,
  };
}

export function aProfile(changes: Partial<ProfileDto> = {}): ProfileDto {
  return {
    name: 'fast',
    description: 'Several requests at once.',
    source: 'built-in',
    builtIn: true,
    options: { parallel: 4 },
    usedBy: [],
    file: null,
    line: null,
    ...changes,
  };
}

/** What slot primary could run on a box with a GPU that lacks a program. */
export function someCapabilities(): CapabilitiesDto {
  return {
    slots: [
      {
        name: 'primary',
        type: 'llm',
        device: 'cpu',
        model: 'tiny-chat',
        enabled: true,
        devices: [
          { device: 'cpu', usable: true, reason: null, command: null, recommended: false },
          { device: 'gpu-vulkan', usable: true, reason: null, command: null, recommended: true },
          {
            device: 'gpu-rocm',
            usable: false,
            reason: 'llama.cpp for ROCm is not installed.',
            command: 'hal0 lemonade backends install llamacpp:rocm',
            recommended: false,
          },
        ],
        models: [
          { id: 'tiny-chat', usable: true, reason: null },
          { id: 'giant', usable: false, reason: 'It needs 80 GiB.' },
        ],
        selected: { device: 'cpu', model: 'tiny-chat', usable: true, reason: null },
      },
    ],
    backends: [],
    reservedNames: [
      { name: 'metrics', reason: 'The name metrics means something else to hal0. Choose another.' },
      { name: 'agent', reason: 'The name agent is kept for a slot on the NPU. Choose another.' },
    ],
  };
}

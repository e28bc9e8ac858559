import type { PullDto } from '@hal0/registry';

const GIB = 1024 ** 3;

export const aPull = (changes: Partial<PullDto> = {}): PullDto => ({
  id: '4f0c2a9be1d37785',
  modelId: 'qwen3.5-0.8b',
  name: 'Qwen3.5 0.8B',
  source: 'qwen3.5-0.8b',
  state: 'running',
  bytesDone: 0,
  bytesTotal: GIB,
  bytesPerSecond: 0,
  secondsLeft: null,
  files: [{ name: 'model.gguf', role: 'main', sizeBytes: GIB, bytesDone: 0, sha256: null }],
  error: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  startedAt: null,
  finishedAt: null,
  ...changes,
});

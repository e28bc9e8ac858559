import type { BundleDto, BundlePlanDto, BundleRunDto, BundlesDto, SetupStateDto } from '@hal0/setup';

const GIB = 1024 ** 3;

export const aBundle = (changes: Partial<BundleDto> = {}): BundleDto => ({
  id: 'hal0-default',
  name: 'hal0-Default',
  vendor: 'hal0',
  description: 'Chat, search and voice',
  toy: false,
  imported: false,
  minRamGb: 32,
  eligible: true,
  reason: null,
  recommended: true,
  npuTrio: false,
  applied: false,
  sizeBytes: 7 * GIB,
  downloadBytes: 7 * GIB,
  models: [
    {
      ...{ id: 'qwen3.5-9b', type: 'llm', sizeBytes: 7 * GIB, installed: false },
      ...{ source: 'qwen3.5-9b', license: 'apache-2.0', gated: false },
    },
  ],
  slots: [{ slot: 'primary', type: 'llm', model: 'qwen3.5-9b', sizeBytes: 7 * GIB, evictable: false, applied: false }],
  ...changes,
});

export const someBundles = (changes: Partial<BundlesDto> = {}): BundlesDto => ({
  usableRamGib: 31.2,
  diskFreeBytes: 100 * GIB,
  npuAvailable: false,
  pickerPending: true,
  choice: null,
  run: null,
  bundles: [
    aBundle({ id: 'hal0-lite', name: 'hal0-Lite', recommended: false }),
    aBundle(),
    aBundle({ id: 'hal0-pro', name: 'hal0-Pro', recommended: false, eligible: false, reason: 'It needs 64 GB.' }),
  ],
  ...changes,
});

export const aRun = (changes: Partial<BundleRunDto> = {}): BundleRunDto => ({
  id: '00112233445566aa',
  bundle: 'hal0-default',
  name: 'hal0-Default',
  toy: false,
  npuOptIn: false,
  state: 'running',
  bytesDone: 0,
  bytesTotal: 7 * GIB,
  percent: 0,
  bytesPerSecond: 0,
  secondsLeft: null,
  startedAt: '2026-01-01T00:00:00.000Z',
  finishedAt: null,
  models: [
    {
      ...{ id: 'qwen3.5-9b', state: 'pulling', pull: '4f0c2a9be1d37785', error: null },
      ...{ bytesDone: 0, bytesTotal: 7 * GIB, bytesPerSecond: 0 },
    },
  ],
  slots: [{ slot: 'primary', model: 'qwen3.5-9b', state: 'waiting', error: null }],
  ...changes,
});

export const aPlan = (changes: Partial<BundlePlanDto> = {}): BundlePlanDto => ({
  bundle: 'hal0-default',
  name: 'hal0-Default',
  sizeBytes: 7 * GIB,
  downloadBytes: 7 * GIB,
  diskFreeBytes: 100 * GIB,
  downloads: [{ model: 'qwen3.5-9b', source: 'qwen3.5-9b', sizeBytes: 7 * GIB }],
  unavailable: [],
  slots: [
    { slot: 'primary', change: 'set', changes: [{ field: 'model', from: null, to: 'qwen3.5-9b', heldBy: null }] },
  ],
  ...changes,
});

export const aSetupState = (changes: Partial<SetupStateDto> = {}): SetupStateDto => ({
  firstRun: true,
  completedAt: null,
  codeRequired: false,
  hasModels: false,
  hasChatSlot: false,
  pickerPending: true,
  choice: null,
  run: null,
  ...changes,
});

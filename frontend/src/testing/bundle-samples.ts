import type { BundleDto, BundlePlanDto, BundleRunDto, BundlesDto, SetupStateDto } from '../api/models';

const GIB = 1024 ** 3;

/** A bundle of one model that this box has room for. */
export function aBundle(changes: Partial<BundleDto> = {}): BundleDto {
  return {
    id: 'hal0-lite',
    name: 'Lite',
    vendor: null,
    description: 'Small and quick.',
    toy: false,
    imported: false,
    minRamGb: 16,
    eligible: true,
    reason: null,
    recommended: true,
    npuTrio: false,
    applied: false,
    sizeBytes: GIB,
    downloadBytes: GIB,
    models: [
      {
        id: 'qwen3.5-0.8b',
        type: 'llm',
        sizeBytes: GIB,
        installed: false,
        source: 'qwen3.5-0.8b',
        license: null,
        gated: false,
      },
    ],
    slots: [{ slot: 'primary', type: 'llm', model: 'qwen3.5-0.8b', sizeBytes: GIB, evictable: false, applied: false }],
    ...changes,
  };
}

/** Half of its one model is here. */
export function aRun(changes: Partial<BundleRunDto> = {}): BundleRunDto {
  return {
    id: '00000000000000b1',
    bundle: 'hal0-lite',
    name: 'Lite',
    toy: false,
    npuOptIn: false,
    state: 'running',
    bytesDone: GIB / 2,
    bytesTotal: GIB,
    percent: 50,
    bytesPerSecond: 32 * 1024 ** 2,
    secondsLeft: 16,
    startedAt: '2026-01-01T00:00:00.000Z',
    finishedAt: null,
    models: [
      {
        id: 'qwen3.5-0.8b',
        state: 'pulling',
        pull: '00000000000000a1',
        bytesDone: GIB / 2,
        bytesTotal: GIB,
        bytesPerSecond: 32 * 1024 ** 2,
        error: null,
      },
    ],
    slots: [{ slot: 'primary', model: 'qwen3.5-0.8b', state: 'waiting', error: null }],
    ...changes,
  };
}

export function someBundles(bundles: BundleDto[], changes: Partial<BundlesDto> = {}): BundlesDto {
  return {
    usableRamGib: 15.6,
    diskFreeBytes: 100 * GIB,
    npuAvailable: false,
    pickerPending: true,
    choice: null,
    run: null,
    bundles,
    ...changes,
  };
}

export function aBundlePlan(changes: Partial<BundlePlanDto> = {}): BundlePlanDto {
  return {
    bundle: 'hal0-lite',
    name: 'Lite',
    sizeBytes: GIB,
    downloadBytes: GIB,
    diskFreeBytes: 100 * GIB,
    downloads: [{ model: 'qwen3.5-0.8b', source: 'qwen3.5-0.8b', sizeBytes: GIB }],
    unavailable: [],
    slots: [
      { slot: 'primary', change: 'set', changes: [{ field: 'model', from: null, to: 'qwen3.5-0.8b', heldBy: null }] },
      { slot: 'embed', change: 'none', changes: [] },
    ],
    ...changes,
  };
}

/** A box that nobody has set up, asked from the box itself. */
export function aSetupState(changes: Partial<SetupStateDto> = {}): SetupStateDto {
  return {
    firstRun: true,
    completedAt: null,
    codeRequired: false,
    hasModels: false,
    hasChatSlot: false,
    pickerPending: true,
    choice: null,
    run: null,
    ...changes,
  };
}

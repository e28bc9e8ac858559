import { fixtureReaders, type MachineName } from '@hal0/hardware/testing';
import { probeHardware } from '@hal0/hardware';
import { CatalogueService, readCatalogue } from '@hal0/registry';
import { afterEach, describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { MANIFESTS } from '../manifests-folder.js';
import { readManifest } from '../manifest/read-manifest.js';
import { setupOptions } from '../setup.options.js';
import { setupFixture } from '../testing/setup-fixture.js';
import { usableMemoryMib } from './usable-memory.js';

const TIERS = ['hal0-lite', 'hal0-default', 'hal0-pro', 'hal0-max', 'lmx-omni-52b-halo'];

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function on(ram: number | null) {
  const fixture = await setupFixture({ ram, bundlesFolder: null });
  cleanups.push(fixture.close);
  return fixture.bundles;
}

const manifests = async () =>
  Promise.all(
    readdirSync(MANIFESTS)
      .toSorted()
      .map(async (name) => (await readManifest(join(MANIFESTS, name)))!.manifest),
  );

describe('the tiers', () => {
  it.each([
    [7.6, 0, null],
    [15.6, 1, 'hal0-lite'],
    [31.2, 2, 'hal0-default'],
    [62.5, 3, 'hal0-pro'],
    [125, 5, 'hal0-max'],
    [null, 5, null],
  ])('%s GiB open the first %s', async (ram, open, recommended) => {
    const { bundles } = await (await on(ram)).list();
    expect(bundles.map(({ id }) => id)).toEqual(TIERS);
    expect(bundles.filter(({ eligible }) => eligible).map(({ id }) => id)).toEqual(TIERS.slice(0, open));
    expect(bundles.find((bundle) => bundle.recommended)?.id ?? null).toBe(recommended);
  });

  it('refuses a bundle that is too large with the numbers, and obeys when forced', async () => {
    const bundles = await on(15.6);
    const refusal = await bundles.apply('hal0-default').catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      code: 'bundle.not_eligible',
      httpStatus: 409,
      details: { needsGb: 32, usableGib: 15.6 },
    });
    expect((refusal as Error).message).toContain('32 GB of memory, and this one has 15.6 GiB');
    expect(bundles.latestRun()).toBeNull();
    await expect(bundles.apply('hal0-default', { force: true })).resolves.toMatchObject({ state: 'running' });
    await bundles.cancel();
  });

  it('hold what the reference says', async () => {
    const found = await manifests();
    const total = ({ models }: { models: { sizeBytes: number }[] }) =>
      models.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) / 1e9;
    expect(
      found.map((one) => [one.id, one.minRamGb, Math.round(total(one) * 1e3) / 1e3, one.npuTrio ?? false]),
    ).toEqual([
      ['hal0-lite', 16, 1, false],
      ['hal0-default', 32, 7.625, false],
      ['hal0-pro', 64, 40.05, true],
      ['hal0-max', 100, 83.5, true],
      ['lmx-omni-52b-halo', 100, 34.75, false],
    ]);
    expect(found.map(({ slots }) => slots.map(({ slot }) => slot).join(' '))).toEqual([
      'primary',
      'primary embed stt tts',
      'primary coder embed rerank stt tts img',
      'primary coder embed rerank stt tts img',
      'primary stt tts img',
    ]);
  });

  it('have every model in the catalogue, as what they take it for', async () => {
    const catalogue = new CatalogueService(readCatalogue());
    for (const { id, models } of await manifests()) {
      for (const model of models) {
        expect([id, model.id, catalogue.find(model.catalogue ?? '')?.type]).toEqual([id, model.id, model.type]);
      }
    }
  });

  it('has nothing for an NPU that is not there', async () => {
    const bundles = await on(125);
    expect((await bundles.list()).npuAvailable).toBe(false);
    await expect(bundles.apply('hal0-pro', { npuOptIn: true })).rejects.toMatchObject({
      code: 'bundle.npu_not_available',
    });
    await expect(bundles.apply('hal0-lite', { npuOptIn: true })).rejects.toThrow('hal0-Lite has nothing for the NPU.');
  });
});

describe('usable memory', () => {
  it.each<[MachineName, number]>([
    ['cpu-only-server', 126],
    ['lxc-cgroup-v2', 6],
    ['strix-halo', 125],
    ['rtx-4090', 63],
  ])('%s has %s GiB', async (machine, gib) => {
    const readers = fixtureReaders(machine);
    const report = await probeHardware(readers, { state: '/var/lib/hal0', now: 0 });
    expect(Math.round(usableMemoryMib(report) / 1_024)).toBe(gib);
  });

  it.each([
    [{ HAL0_HOST_RAM_GB: '62.5' }, 62.5],
    [{ HAL0_HOST_RAM_GB: 'much' }, null],
    [{ HAL0_HOST_RAM_GB: '-1' }, null],
    [{}, null],
  ])('is as %j says', (environment, gib) => {
    expect(setupOptions(undefined, environment).hostRamGib).toBe(gib);
  });
});

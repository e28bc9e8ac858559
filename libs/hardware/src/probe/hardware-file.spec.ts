import { temporaryHome } from '@hal0/platform/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fixtureReaders } from '../testing/fixture-readers.js';
import { readHardwareFile, writeHardwareFile } from './hardware-file.js';
import { probeHardware } from './probe-hardware.js';

const homes: { remove: () => void }[] = [];
afterEach(() => homes.splice(0).forEach(({ remove }) => remove()));

async function written(machine: 'strix-halo' | 'raspberry-pi-5') {
  const home = temporaryHome();
  homes.push(home);
  const report = await probeHardware(fixtureReaders(machine), { state: '/var/lib/hal0', now: Date.UTC(2026, 0, 2) });
  await writeHardwareFile(home.paths, report);
  return { ...home, report, text: readFileSync(home.paths.hardwareJson, 'utf8') };
}

describe('hardware.json', () => {
  it('keeps the documented names, in whole MiB', async () => {
    const file = JSON.parse((await written('strix-halo')).text);
    expect(file).toMatchObject({
      cpu_model: 'AMD RYZEN AI MAX+ 395 w/ Radeon 8060S',
      cpu_cores: 16,
      cpu_threads: 32,
      ram_mb: 127_451,
      ram_available_mb: 119_808,
      swap_mb: 8_191,
      unified_memory_mb: 127_451,
      npu: { present: true, vendor: 'amd', name: 'AMD NPU (XDNA)', driver: 'amdxdna' },
      disk_free_mb: 1_572_864,
      platform: 'strix-halo',
      probed_at: '2026-01-02T00:00:00.000Z',
      kernel: '6.17.0-8-generic',
      distro: 'Ubuntu 25.10',
      cgroup_max_mb: null,
      gpu_group_gids: [991],
    });
    expect(file.gpus).toMatchObject([
      {
        vendor: 'amd',
        name: 'Radeon 8060S Graphics',
        vram_mb: 512,
        gtt_mb: 108_000,
        pci_id: '1002:1586',
        driver: 'amdgpu',
        drm_path: '/sys/class/drm/card1',
        compute_capable: true,
        vulkan_capable: true,
      },
    ]);
  });

  it('sorts the keys at every depth and leaves nothing else in the folder', async () => {
    const { text, paths } = await written('strix-halo');
    const unsorted: string[] = [];
    JSON.parse(text, (_key, value: unknown) => {
      if (value && typeof value === 'object' && !Array.isArray(value)) {
        const keys = Object.keys(value);
        if (String(keys) !== String(keys.toSorted())) unsorted.push(...keys);
      }
      return value;
    });
    expect(unsorted).toEqual([]);
    expect(readdirSync(paths.config)).toEqual(['hardware.json']);
  });

  it.each(['strix-halo', 'raspberry-pi-5'] as const)('gives the report of %s back as it was', async (machine) => {
    const { paths, report } = await written(machine);
    expect(await readHardwareFile(paths)).toEqual(report);
  });

  it.each([
    ['no JSON', '{"cpu_model":'],
    ['another shape', '[]'],
    ['an older version', '{"cpu_model":"x","gpus":[],"extra":{"kernel":"6.1"}}'],
    ['a field of another type', undefined],
  ])('takes %s for no report', async (_what, text) => {
    const { paths, text: good } = await written('strix-halo');
    writeFileSync(paths.hardwareJson, text ?? good.replace('"ram_mb": 127451', '"ram_mb": "127451"'));
    expect(await readHardwareFile(paths)).toBeUndefined();
  });

  it('is no report where there is no file, or a folder in its place', async () => {
    const home = temporaryHome();
    homes.push(home);
    expect(await readHardwareFile(home.paths)).toBeUndefined();
    mkdirSync(home.paths.hardwareJson, { recursive: true });
    expect(await readHardwareFile(home.paths)).toBeUndefined();
  });
});

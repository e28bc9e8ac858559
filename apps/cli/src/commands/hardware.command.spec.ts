import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { measureHeadroom, probeHardware, toHardwareDto, type HardwareDto } from '@hal0/hardware';
import { fixtureReaders } from '@hal0/hardware/testing';
import type { Hal0Paths } from '@hal0/platform';
import { temporaryHome } from '@hal0/platform/testing';
import { FakeApi } from '../testing/fake-api.js';
import { runHal0 } from '../testing/run-hal0.js';

/** What the API says of a machine of the probe's fixtures. */
async function machine(name: 'strix-halo'): Promise<HardwareDto> {
  const readers = fixtureReaders(name);
  const report = await probeHardware(readers, { state: '/var/lib/hal0', now: Date.UTC(2026, 0, 1) });
  return toHardwareDto(report, await measureHeadroom(report, readers, undefined));
}

describe('hardware, as the API tells it', () => {
  let api: FakeApi;

  beforeEach(async () => {
    api = await FakeApi.start();
  });
  afterEach(() => api.stop());

  it('sums up memory that is shared, the GPU, and what binds', async () => {
    const box = await machine('strix-halo');
    api.on('GET /api/hardware', () => box);
    const { exitCode, stdout } = await runHal0('hardware', { environment: { HAL0_API_URL: api.url } });
    expect(exitCode).toBe(0);
    for (const text of [box.platformLabel, box.cpuModel, 'unified', box.gpuName, 'shared', 'for models', 'binds'])
      expect(stdout).toContain(text);
  });

  it('probes again, and lists every GPU', async () => {
    const box = await machine('strix-halo');
    const [gpu] = box.gpus;
    const second = { ...gpu, name: 'Second card', vendor: 'nvidia', integrated: false, reachable: false };
    api.on('POST /api/hardware/probe', () => ({ ...box, gpus: [gpu, second] }));
    const { stdout } = await runHal0('probe', { environment: { HAL0_API_URL: api.url } });
    expect(stdout).toContain(gpu?.name);
    expect(stdout).toMatch(/Second card.*out of reach/);
  });
});

describe('hardware, without the API', () => {
  let home: string;
  let paths: Hal0Paths;
  let remove: () => void;

  beforeEach(() => {
    ({ home, paths, remove } = temporaryHome());
  });
  afterEach(() => remove());

  it('looks at this machine and keeps what it finds', async () => {
    const environment = { HAL0_HOME: home };
    const { exitCode, stdout } = await runHal0('probe --json', { environment });
    expect(exitCode).toBe(0);
    const box = JSON.parse(stdout) as HardwareDto;
    expect(box.kernel).toBe(readFileSync('/proc/sys/kernel/osrelease', 'utf8').trim());
    expect(box.ramMib).toBeLessThanOrEqual(totalmem() / 1024 ** 2);
    expect(JSON.parse(readFileSync(paths.hardwareJson, 'utf8'))).toHaveProperty('platform', box.platform);
    expect((await runHal0('hardware', { environment })).stdout).toContain(box.probedAt);
  });
});

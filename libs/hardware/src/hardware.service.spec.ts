import { FakeClock, RecordingEventBus, temporaryHome } from '@hal0/platform/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { HardwareChangedEvent } from './hardware-changed.event.js';
import { HardwareService } from './hardware.service.js';
import type { HostMemorySource } from './memory/host-memory-source.port.js';
import { fixtureReaders, type FixtureReaders } from './testing/fixture-readers.js';

const homes: { remove: () => void }[] = [];
afterEach(() => homes.splice(0).forEach(({ remove }) => remove()));

const noHost: HostMemorySource = { read: async () => null };

function setup(readers: FixtureReaders = fixtureReaders('strix-halo')) {
  const home = temporaryHome();
  homes.push(home);
  const events = new RecordingEventBus();
  const start = () => new HardwareService(readers, home.paths, new FakeClock(), events, noHost);
  const changes = () => events.ofType(HardwareChangedEvent).map(({ report }) => report.platform);
  return { service: start(), start, readers, paths: home.paths, changes };
}

describe('HardwareService', () => {
  it('knows nothing before the first probe, and does not pretend to', () => {
    const { platform, platformLabel, gpus, problems } = setup().service.current();
    expect([platform, platformLabel, gpus]).toEqual(['unknown', 'Not probed yet', []]);
    expect(problems).toHaveLength(1);
  });

  it('looks once for all who ask at the same time', async () => {
    const { service, readers } = setup();
    const [first, second] = await Promise.all([service.probe(), service.report()]);
    expect(second).toBe(first);
    expect(readers.ran.filter((line) => line.startsWith('lspci'))).toHaveLength(1);
    await service.probe();
    expect(readers.ran.filter((line) => line.startsWith('lspci'))).toHaveLength(2);
  });

  it('knows the machine at once after a restart, from hardware.json', async () => {
    const { service, start, readers } = setup();
    await service.probe();
    readers.ran.length = 0;
    const restarted = start();
    await restarted.onModuleInit();
    expect(restarted.current()).toEqual(service.current());
    expect(readers.ran).toEqual([]);
  });

  it('tells of a change, but not of memory that comes and goes', async () => {
    const { service, readers, changes } = setup();
    await service.probe();
    readers.machine.files['/proc/meminfo'] = readers.machine.files['/proc/meminfo']!.replace('122683392', '5000000');
    readers.machine.free['/var/lib'] = 4096;
    await service.probe();
    expect(changes()).toEqual(['strix-halo']);
    readers.machine.files['/proc/1/environ'] = 'container=lxc\0';
    await service.probe();
    expect(changes()).toEqual(['strix-halo', 'lxc']);
  });

  it('leaves out a part of the probe that breaks, and says so', async () => {
    const { service, readers } = setup();
    readers.link = () => Promise.reject(new Error('the bus is on fire'));
    const { platform, cpuCores, gpus, problems } = await service.probe();
    expect([platform, cpuCores, gpus.length]).toEqual(['strix-halo', 16, 1]);
    expect(problems).toContainEqual({ detector: 'drm', message: 'the bus is on fire' });
  });

  it('fails in words when the result cannot be kept, and still knows it', async () => {
    const { service, paths } = setup();
    mkdirSync(paths.home!, { recursive: true });
    writeFileSync(`${paths.home}/etc`, 'a file where a folder belongs');
    await expect(service.probe()).rejects.toMatchObject({
      code: 'system.probe_failed',
      httpStatus: 500,
      details: { file: paths.hardwareJson },
    });
    expect(service.current().platform).toBe('strix-halo');
  });

  it('writes the file by itself at start', async () => {
    const { service, paths } = setup();
    service.onApplicationBootstrap();
    await service.report();
    expect(existsSync(paths.hardwareJson)).toBe(true);
    expect(JSON.parse(readFileSync(paths.hardwareJson, 'utf8'))).toMatchObject({ platform: 'strix-halo' });
  });
});

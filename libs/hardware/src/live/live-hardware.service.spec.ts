import { FakeClock, RecordingEventBus, temporaryHome } from '@hal0/platform/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HardwareService } from '../hardware.service.js';
import { ProxmoxClient } from '../proxmox/proxmox-client.js';
import { ProxmoxHost } from '../proxmox/proxmox-host.service.js';
import { ProxmoxSettingsStore } from '../proxmox/proxmox-settings.store.js';
import { FAKE_TOKEN, FakeProxmox, fakeContainer, fakeNode } from '../testing/fake-proxmox.js';
import { fixtureReaders, type FixtureReaders, type MachineName } from '../testing/fixture-readers.js';
import { LiveHardware } from './live-hardware.service.js';

const MIB = 1024 * 1024;
const NVIDIA =
  'nvidia-smi --query-gpu=pci.bus_id,memory.used,memory.total,utilization.gpu --format=csv,noheader,nounits';

let home: ReturnType<typeof temporaryHome>;
let clock: FakeClock;

beforeEach(() => {
  home = temporaryHome();
  clock = new FakeClock();
});

afterEach(() => home.remove());

interface Machine {
  live: LiveHardware;
  readers: FixtureReaders;
  files: Record<string, string>;
  proxmox: ProxmoxHost;
}

/** A captured machine; what it says from now on may be changed. */
async function machine(name: MachineName, { probed = true } = {}): Promise<Machine> {
  const readers = fixtureReaders(name);
  const events = new RecordingEventBus();
  const proxmox = new ProxmoxHost(
    new ProxmoxSettingsStore(home.paths),
    new ProxmoxClient(clock),
    readers,
    clock,
    events,
  );
  const hardware = new HardwareService(readers, home.paths, clock, events, proxmox);
  if (probed) await hardware.probe();
  readers.ran.length = 0;
  return { live: new LiveHardware(readers, clock, hardware, proxmox), readers, files: readers.machine.files, proxmox };
}

/** Counters of an amdgpu card. */
function amdgpu(card: string, [used, total, gtt, busy]: readonly [number, number, number, number]) {
  const device = `/sys/class/drm/${card}/device`;
  return {
    [`${device}/mem_info_vram_used`]: `${used * MIB}\n`,
    [`${device}/mem_info_vram_total`]: `${total * MIB}\n`,
    [`${device}/mem_info_gtt_used`]: `${gtt * MIB}\n`,
    [`${device}/gpu_busy_percent`]: `${busy}\n`,
  };
}

/** The first line of /proc/stat after so many ticks of work and of idling, some of them waiting for a disk. */
const ticks = (busy: number, idle: number) => `cpu  ${busy} 0 0 ${idle - 10} 10 0 0 0 7 0\ncpu0 1 0 0 1 0 0 0 0 0 0\n`;

describe('LiveHardware', () => {
  it('shows an AMD GPU that works in system memory', async () => {
    const { live, files, readers } = await machine('strix-halo');
    Object.assign(files, amdgpu('card1', [300, 512, 40_000, 97]));

    expect(await live.stats()).toMatchObject({
      gttUsedMib: 40_000,
      vramUsedMib: 300,
      gpuUtilPercent: 97,
      gpus: [{ vramUsedMib: 300, vramTotalMib: 512, gttUsedMib: 40_000, utilPercent: 97 }],
      host: null,
      sampledAt: '2026-01-01T00:00:00.000Z',
    });
    expect(readers.ran).toEqual([]);
  });

  it('shows memory as the kernel tells it', async () => {
    const { live, files } = await machine('cpu-only-server');
    files['/proc/meminfo'] = 'MemTotal:       16384000 kB\nMemFree: 1 kB\nMemAvailable:   10240000 kB\n';

    expect(await live.stats()).toMatchObject({ ramUsedMib: 6000, ramAvailableMib: 10_000 });
  });

  it('adds the cards up, and takes the load of the busiest', async () => {
    const { live, readers } = await machine('two-nvidia');
    const stdout = '00000000:4B:00.0, 1000, 24576, 10\n00000000:CA:00.0, 2000, 24576, 80\n';
    readers.machine.commands[NVIDIA] = { status: 0, stdout };

    const stats = await live.stats();
    expect(stats).toMatchObject({ vramUsedMib: 3000, gpuUtilPercent: 80, gttUsedMib: null });
    expect(stats.gpus.filter(({ utilPercent }) => utilPercent !== null)).toEqual([
      {
        name: expect.stringContaining('3090'),
        vramUsedMib: 1000,
        vramTotalMib: 24_576,
        gttUsedMib: null,
        utilPercent: 10,
      },
      {
        name: expect.stringContaining('3090'),
        vramUsedMib: 2000,
        vramTotalMib: 24_576,
        gttUsedMib: null,
        utilPercent: 80,
      },
    ]);
  });

  it('shows cards of two makers side by side', async () => {
    const { live, files, readers } = await machine('amd-igpu-nvidia');
    Object.assign(files, amdgpu('card0', [100, 512, 700, 3]));
    readers.machine.commands[NVIDIA] = { status: 0, stdout: '00000000:01:00.0, 412, 24576, 55\n' };

    const stats = await live.stats();
    expect(stats).toMatchObject({ vramUsedMib: 512, gttUsedMib: 700, gpuUtilPercent: 55 });
    expect(stats.gpus.map(({ utilPercent }) => utilPercent).sort()).toEqual([3, 55]);
  });

  it('finds the card of a Windows machine', async () => {
    const { live, readers } = await machine('wsl2-nvidia');
    readers.machine.commands[NVIDIA] = { status: 0, stdout: '00000000:01:00.0, 1876, 16376, 5\n' };

    expect(await live.stats()).toMatchObject({ vramUsedMib: 1876, gpuUtilPercent: 5 });
  });

  it.each([
    ['does not support them', { status: 0, stdout: '00000000:01:00.0, [N/A], [N/A], [N/A]\n' }],
    ['cannot talk to the driver', { status: 9, stdout: 'NVIDIA-SMI has failed\n' }],
    ['is not there', { status: -1, stdout: '' }],
  ])('knows no figures when nvidia-smi %s', async (_why, outcome) => {
    const { live, readers } = await machine('rtx-4090');
    readers.machine.commands[NVIDIA] = outcome;

    const stats = await live.stats();
    expect(stats).toMatchObject({ vramUsedMib: null, gpuUtilPercent: null });
    expect(stats.gpus).toMatchObject([{ vramUsedMib: null, vramTotalMib: null, utilPercent: null }]);
  });

  it('does not wake a card that sleeps', async () => {
    const { live, files, readers } = await machine('rtx-4090');
    files['/sys/bus/pci/devices/0000:01:00.0/power/runtime_status'] = 'suspended\n';

    expect((await live.stats()).gpus).toMatchObject([{ utilPercent: null }]);
    expect(readers.ran).toEqual([]);
  });

  it('knows the load of the processors from the second sample on, and not after a long pause', async () => {
    const { live, files } = await machine('cpu-only-server');
    files['/proc/stat'] = ticks(1000, 5000);
    expect((await live.stats()).cpuPercent).toBeNull();

    await clock.advance(2_000);
    files['/proc/stat'] = ticks(1050, 5150);
    expect((await live.stats()).cpuPercent).toBe(25);

    await clock.advance(31_000);
    files['/proc/stat'] = ticks(9000, 9000);
    expect((await live.stats()).cpuPercent).toBeNull();
  });

  it('looks at the machine once in 1.5 seconds, however many ask', async () => {
    const { live, readers } = await machine('rtx-4090');

    const [first, second] = await Promise.all([live.stats(), live.stats()]);
    expect(second).toBe(first);
    await clock.advance(1_499);
    expect(await live.stats()).toBe(first);
    expect(readers.ran).toHaveLength(1);

    await clock.advance(1);
    expect((await live.stats()).sampledAt).toBe('2026-01-01T00:00:01.500Z');
    expect(readers.ran).toHaveLength(2);
  });

  it.each([
    ['active', 'active\n', 'active'],
    ['suspended', 'suspended\n', 'suspended'],
    ['unsupported', 'unsupported\n', 'present'],
    ['silent', undefined, 'present'],
  ])('shows an NPU that is %s', async (_what, status, shown) => {
    const { live, files } = await machine('strix-halo');
    if (status) files['/sys/class/accel/accel0/device/power/runtime_status'] = status;

    expect((await live.stats()).npuStatus).toBe(shown);
  });

  it('tells a machine without an NPU from one that nobody has looked at', async () => {
    expect((await (await machine('rtx-4090')).live.stats()).npuStatus).toBe('absent');
    expect((await (await machine('strix-halo', { probed: false })).live.stats()).npuStatus).toBeNull();
  });

  it('shows nothing that nobody tells as 0', async () => {
    const { live, readers } = await machine('cpu-only-server');
    readers.machine.files = {};

    expect(await live.stats()).toMatchObject({
      ramUsedMib: null,
      ramAvailableMib: null,
      gttUsedMib: null,
      vramUsedMib: null,
      gpuUtilPercent: null,
      cpuPercent: null,
      host: null,
    });
  });

  describe('on Proxmox', () => {
    let pve: FakeProxmox;

    beforeEach(async () => {
      pve = await FakeProxmox.start();
      pve.resources = [fakeNode('pve'), fakeContainer(105, 'hal0', 'pve')];
      const access = { user: 'hal0@pve', tokenName: 'view', tokenValue: FAKE_TOKEN };
      const settings = { host: '127.0.0.1', port: pve.port, verifySsl: false, ...access };
      await new ProxmoxSettingsStore(home.paths).write(settings);
    });

    afterEach(() => pve.stop());

    it('shows the host without its tenants', async () => {
      const { live, proxmox } = await machine('cpu-only-server');
      await proxmox.status();

      expect((await live.stats()).host).toEqual({
        ok: true,
        error: null,
        node: 'pve',
        hostMemTotalMib: 131_072,
        hostMemUsedMib: 81_920,
        hostMemFreeMib: 49_152,
        hostCpuPercent: 12.5,
        tenantsRunning: 1,
        tenantsTotal: 1,
      });
    });

    it('does not wait for a host that does not answer', async () => {
      pve.misbehave = () => {};
      const { live } = await machine('cpu-only-server');
      const asked = pve.nextRequest();

      expect((await live.stats()).host).toBeNull();
      await asked;
      await clock.advance(3_000);
    });
  });
});

import { describe, expect, it } from '@jest/globals';
import { fixtureReaders, type MachineName } from '../../testing/fixture-readers.js';
import type { MachineCapture } from '../../testing/machine-capture.js';
import { probeHardware } from '../probe-hardware.js';

const NVIDIA_SMI =
  'nvidia-smi --query-gpu=name,memory.total,driver_version,pci.bus_id,pci.device_id --format=csv,noheader,nounits';
const ABSENT = { status: -1, stdout: '' };

function probed(name: MachineName, changes: Partial<MachineCapture>) {
  return probeHardware(fixtureReaders(name, changes), { state: '/var/lib/hal0', now: 0 });
}

describe('the memory of an Intel card', () => {
  const resource = '/sys/bus/pci/devices/0000:0d:00.0/resource';
  const arc = async (end: string) => {
    const { gpus } = await probed('arc-a770', { files: { [resource]: `0x0000007c00000000 ${end} 0x14220c` } });
    return gpus[0]?.vramMib;
  };

  it('is what the card was sold with, or less when its window says so', async () => {
    expect(await arc('0x0000007fffffffff')).toBe(16_384);
    expect(await arc('0x0000007dffffffff')).toBe(8_192);
  });

  it('is not the small window of a system without Resizable BAR', async () => {
    expect(await arc('0x0000007c0fffffff')).toBe(16_384);
  });

  it('is told of as unknown for a card nobody knows', async () => {
    const uevent = 'DRIVER=xe\nPCI_CLASS=30000\nPCI_ID=8086:E210\nPCI_SLOT_NAME=0000:0d:00.0\n';
    const { gpus, poolKind, problems } = await probed('arc-a770', {
      files: { '/sys/bus/pci/devices/0000:0d:00.0/uevent': uevent },
      commands: { 'vulkaninfo --summary': ABSENT },
    });
    expect([gpus[0]?.vramMib, gpus[0]?.integrated, poolKind]).toEqual([0, false, 'system']);
    expect(problems).toEqual([
      { detector: 'drm', message: 'The driver does not tell how much memory Intel Arc A770 has.' },
    ]);
  });
});

describe('what is odd about an adapter', () => {
  it('is an NVIDIA card with a driver that nvidia-smi does not list', async () => {
    const { gpus, problems } = await probed('two-nvidia', { commands: { [NVIDIA_SMI]: ABSENT } });
    expect(gpus.map(({ reachable }) => reachable)).toEqual([false, false, false]);
    expect(problems[0]).toEqual({
      detector: 'nvidia-smi',
      message: 'nvidia-smi does not list NVIDIA GeForce RTX 3090, though its driver is loaded.',
    });
  });

  it('is a GPU or an NPU without a kernel driver', async () => {
    const gpu = '/sys/bus/pci/devices/0000:00:02.0/uevent';
    const npu = '/sys/bus/pci/devices/0000:00:0b.0/uevent';
    const { problems } = await probed('intel-igpu', {
      files: {
        [gpu]: 'PCI_CLASS=30000\nPCI_ID=8086:46A6\nPCI_SLOT_NAME=0000:00:02.0\n',
        [npu]: 'PCI_CLASS=118000\nPCI_ID=1022:17F0\nPCI_SLOT_NAME=0000:00:0b.0\n',
        '/sys/class/drm/card0/device/uevent': '',
      },
      commands: { 'lspci -Dnnk': ABSENT },
      nodes: { '/dev/dri/renderD128': { gid: 106, accessible: false } },
    });
    expect(problems.map(({ message }) => message)).toEqual([
      'No kernel driver is bound to Intel graphics adapter 8086:46a6.',
      'No kernel driver is bound to the AMD NPU (XDNA).',
    ]);
  });
});

describe('the tools', () => {
  it('are not asked what the kernel has told already', async () => {
    const readers = fixtureReaders('lxc-strix-halo');
    await probeHardware(readers, { state: '/var/lib/hal0', now: 0 });
    expect(readers.ran.map((line) => line.split(' ')[0]).sort()).toEqual(['lspci', 'nvidia-smi', 'vulkaninfo']);
  });
});

import { describe, expect, it } from '@jest/globals';
import { parseCpuInfo } from './cpu-info.js';

const processor = (fields: Record<string, string | number>) =>
  Object.entries(fields)
    .map(([name, value]) => `${name}\t: ${value}\n`)
    .join('');

describe('parseCpuInfo', () => {
  it('adds the cores of every socket and counts each thread', () => {
    const text = [0, 1, 2, 3, 4, 5, 6, 7]
      .map((n) => processor({ processor: n, 'model name': 'Xeon', 'physical id': n % 2, 'cpu cores': 2 }))
      .join('\n');
    expect(parseCpuInfo(text)).toMatchObject({ model: 'Xeon', cores: 4, threads: 8 });
  });

  it('gives a container that was given two threads no more than two cores', () => {
    const text = [0, 1].map((n) => processor({ processor: n, 'physical id': 0, 'cpu cores': 16 })).join('\n');
    expect(parseCpuInfo(text)).toMatchObject({ cores: 2, threads: 2 });
  });

  it.each([
    ['Model', { processor: 0, 'CPU part': '0xd0b', Model: 'Raspberry Pi 5 Model B' }, 'Raspberry Pi 5 Model B'],
    ['Hardware', { processor: 0, Hardware: 'BCM2835' }, 'BCM2835'],
    ['a known part', { processor: 0, 'CPU implementer': '0x41', 'CPU part': '0xd4f' }, 'ARM Neoverse-V2'],
    [
      'an unknown part',
      { processor: 0, 'CPU implementer': '0xc0', 'CPU part': '0xac3' },
      'ARM part 0xac3 of implementer 0xc0',
    ],
    ['nothing', { processor: 0 }, 'riscv64 CPU'],
  ])('names an ARM processor by %s', (_what, fields, model) => {
    expect(parseCpuInfo(processor(fields), 'riscv64').model).toBe(model);
  });

  it('guesses the architecture when the kernel does not say it', () => {
    expect(parseCpuInfo('processor: 0\nCPU implementer : 0x41\n').architecture).toBe('aarch64');
    expect(parseCpuInfo('processor: 0\nvendor_id : GenuineIntel\n').architecture).toBe('x86_64');
    expect(parseCpuInfo('').architecture).toBe('unknown');
  });

  it('sees the hypervisor by its flag, and nothing that only looks like it', () => {
    expect(parseCpuInfo('flags : fpu hypervisor lahf_lm').hypervisor).toBe(true);
    expect(parseCpuInfo('flags : fpu vmx hypervisor').hypervisor).toBe(true);
    expect(parseCpuInfo('flags : fpu hypervisor_ready').hypervisor).toBe(false);
  });

  it('still counts one thread and core when there is no text at all', () => {
    expect(parseCpuInfo('')).toMatchObject({ cores: 1, threads: 1 });
  });
});

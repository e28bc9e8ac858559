import { describe, expect, it } from '@jest/globals';
import { sampleGpu } from '../testing/sample-gpu.js';
import { modelMemory, type MemoryInputs } from './memory-model.js';

const GIB = 1024;
const strixHalo = (vramMib: number, gttMib: number) =>
  sampleGpu({ vendor: 'amd', pciId: '1002:1586', integrated: true, vramMib, gttMib });

const machine = (facts: Partial<MemoryInputs>): MemoryInputs => ({
  ramMib: 64 * GIB,
  nodesMib: undefined,
  dimmsMib: undefined,
  contained: false,
  cgroupMib: undefined,
  platform: 'bare-metal-cpu-only',
  gpus: [],
  ...facts,
});

describe('modelMemory: the physical memory', () => {
  it('is what the system reports on bare metal, though the modules hold what the firmware has set aside', () => {
    const gpus = [strixHalo(96 * GIB, 15 * GIB)];
    const model = modelMemory(machine({ ramMib: 31 * GIB, dimmsMib: 128 * GIB, platform: 'strix-halo', gpus }));
    expect(model).toMatchObject({ unifiedMemoryMib: 31 * GIB, memoryKind: 'unified', poolMib: 111 * GIB });
  });

  it('is that also where nobody knows what the firmware has set aside', () => {
    expect(modelMemory(machine({ ramMib: 31 * GIB, dimmsMib: 128 * GIB })).unifiedMemoryMib).toBe(31 * GIB);
  });

  it('is the whole machine for a container that is shown a part of it', () => {
    expect(modelMemory(machine({ contained: true, nodesMib: 125 * GIB }))).toMatchObject({
      unifiedMemoryMib: 125 * GIB,
      cgroupMaxMib: 64 * GIB,
    });
    expect(modelMemory(machine({ contained: true, dimmsMib: 128 * GIB }))).toMatchObject({
      unifiedMemoryMib: 128 * GIB,
      cgroupMaxMib: 64 * GIB,
    });
  });

  it('leaves out what the firmware of the host has set aside', () => {
    const gpus = [strixHalo(32 * GIB, 48 * GIB)];
    expect(modelMemory(machine({ contained: true, dimmsMib: 128 * GIB, gpus })).unifiedMemoryMib).toBe(96 * GIB);
  });

  it('takes a small difference for what every system loses', () => {
    expect(modelMemory(machine({ contained: true, ramMib: 32_000, dimmsMib: 32_500 }))).toMatchObject({
      unifiedMemoryMib: 32_000,
      cgroupMaxMib: null,
    });
  });
});

describe('modelMemory: what models are loaded into', () => {
  it('is what the driver lets an integrated GPU map, not all there is', () => {
    const gpus = [strixHalo(512, 96 * GIB)];
    const model = modelMemory(machine({ ramMib: 125 * GIB, platform: 'strix-halo', gpus }));
    expect(model).toEqual({
      unifiedMemoryMib: 125 * GIB,
      memoryKind: 'unified',
      poolKind: 'unified',
      poolMib: 96 * GIB + 512,
      cgroupMaxMib: null,
    });
  });

  it('is never more than there is, however far the driver was opened', () => {
    expect(modelMemory(machine({ ramMib: 62 * GIB, gpus: [strixHalo(512, 120 * GIB)] })).poolMib).toBe(62 * GIB + 512);
  });

  it('is unified for other integrated GPUs of AMD that may map half of it', () => {
    const apu = (gttMib: number) =>
      sampleGpu({ vendor: 'amd', pciId: '1002:1638', integrated: true, vramMib: 512, gttMib });
    expect(modelMemory(machine({ gpus: [apu(32 * GIB)] })).memoryKind).toBe('unified');
    expect(modelMemory(machine({ gpus: [apu(3 * GIB)] }))).toMatchObject({ memoryKind: 'system', poolKind: 'system' });
  });

  it('is never unified for a card, however much it may map', () => {
    const card = sampleGpu({ vendor: 'amd', pciId: '1002:744c', vramMib: 24 * GIB, gttMib: 60 * GIB });
    expect(modelMemory(machine({ gpus: [card] }))).toMatchObject({
      memoryKind: 'system',
      poolKind: 'vram',
      poolMib: 24 * GIB,
    });
  });

  it('is never unified beside a card that does the work', () => {
    const card = sampleGpu({ vendor: 'nvidia', vramMib: 24 * GIB });
    const raphael = sampleGpu({ vendor: 'amd', pciId: '1002:164e', integrated: true, vramMib: 512, gttMib: 32 * GIB });
    expect(modelMemory(machine({ gpus: [raphael, card] }))).toMatchObject({ memoryKind: 'system', poolMib: 24 * GIB });
  });

  it('is not unified for the graphics of Intel or of an ARM chip', () => {
    for (const vendor of ['intel', 'unknown'] as const) {
      expect(modelMemory(machine({ gpus: [sampleGpu({ vendor, integrated: true })] })).memoryKind).toBe('system');
    }
  });

  it('is main memory for a container that cannot reach the GPU, and stays unified for a Strix Halo whose nodes are closed', () => {
    const closed = { ...strixHalo(512, 96 * GIB), reachable: false };
    expect(modelMemory(machine({ platform: 'lxc', contained: true, gpus: [closed] })).poolKind).toBe('system');
    expect(modelMemory(machine({ platform: 'strix-halo', gpus: [closed] })).memoryKind).toBe('unified');
  });

  it('adds equal cards, and leaves another maker out', () => {
    const nvidia = sampleGpu({ vendor: 'nvidia', vramMib: 24 * GIB });
    const arc = sampleGpu({ vendor: 'intel', vramMib: 12 * GIB });
    expect(modelMemory(machine({ gpus: [nvidia, arc, nvidia] })).poolMib).toBe(48 * GIB);
  });
});

describe('modelMemory: the limit', () => {
  it('is the tighter of the group and of what a container is shown', () => {
    const capped = machine({ contained: true, nodesMib: 125 * GIB });
    expect(modelMemory({ ...capped, cgroupMib: 6 * GIB }).cgroupMaxMib).toBe(6 * GIB);
    expect(modelMemory({ ...capped, cgroupMib: 100 * GIB }).cgroupMaxMib).toBe(64 * GIB);
  });
});

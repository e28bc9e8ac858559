import { describe, expect, it } from '@jest/globals';
import { fixtureReaders } from '../testing/fixture-readers.js';
import { readNpu, recogniseNpu, type NpuSigns } from './npu.js';

const nothing: NpuSigns = { nodes: new Map(), drivers: [], amdModule: false, pci: [] };
const open = new Map([['/dev/accel/accel0', true]]);
const xdna = { address: '0000:c2:00.1', id: '1022:17f0', deviceClass: 0x1180, driver: null };

describe('recogniseNpu', () => {
  it('knows AMD by its driver, its module, or a node that nobody explains', () => {
    const amd = { present: true, vendor: 'amd', name: 'AMD NPU (XDNA)', driver: 'amdxdna' };
    expect(recogniseNpu({ ...nothing, drivers: ['amdxdna'], nodes: open })).toEqual({ ...amd, reachable: true });
    expect(recogniseNpu({ ...nothing, amdModule: true })).toEqual({ ...amd, reachable: false });
    expect(recogniseNpu({ ...nothing, nodes: open })).toEqual({ ...amd, reachable: true });
  });

  it('does not take an Intel NPU for one of AMD', () => {
    expect(recogniseNpu({ ...nothing, drivers: ['intel_vpu'], nodes: open })).toMatchObject({
      vendor: 'intel',
      present: true,
    });
  });

  it('does not take another accelerator for an NPU', () => {
    expect(recogniseNpu({ ...nothing, drivers: ['habanalabs'], nodes: open }).present).toBe(false);
  });

  it('names an NPU whose driver is missing, without calling it present', () => {
    expect(recogniseNpu({ ...nothing, pci: [xdna] })).toMatchObject({
      present: false,
      name: 'AMD NPU (XDNA)',
      driver: null,
    });
  });

  it('finds none', () => {
    expect(recogniseNpu(nothing)).toMatchObject({ present: false, name: '' });
  });
});

describe('readNpu', () => {
  it('sees that the node may not be opened', async () => {
    const nodes = { '/dev/accel/accel0': { gid: 991, accessible: false } };
    expect(await readNpu(fixtureReaders('strix-halo', { nodes }), [])).toMatchObject({
      present: true,
      reachable: false,
    });
  });
});

import { describe, expect, it } from '@jest/globals';
import { parseKfdNode } from './kfd.js';

const node = (version: number, location: number, domain = 0) =>
  `cpu_cores_count 0\ngfx_target_version ${version}\nlocation_id ${location}\ndomain ${domain}\n`;

describe('parseKfdNode', () => {
  it.each([
    [110_501, 0xc100, 0, 'gfx1151', '0000:c1:00.0'],
    [100_306, 0x1300, 0, 'gfx1036', '0000:13:00.0'],
    [90_010, 0x0308, 1, 'gfx90a', '0001:03:01.0'],
    [120_001, 0x0301, 0, 'gfx1201', '0000:03:00.1'],
  ])('version %d at %d', (version, location, domain, gfx, address) => {
    expect(parseKfdNode(node(version, location, domain))).toEqual({ gfx, address });
  });

  it('skips nodes that are processors', () => {
    expect(parseKfdNode(node(0, 0))).toBeUndefined();
    expect(parseKfdNode('')).toBeUndefined();
  });
});

import { describe, expect, it } from '@jest/globals';
import type { ConfigOriginDto } from '../../api/models';
import { originOf } from './origin';

const FILE = '/etc/hal0/hal0.toml';

describe('originOf', () => {
  it.each<[ConfigOriginDto | undefined, string, string | null]>([
    [undefined, 'default', null],
    [{ layer: 'built-in' }, 'default', null],
    [{ layer: 'hal0', file: FILE, line: 12, column: 1 }, 'hal0.toml:12', null],
    [
      { layer: 'drop-in', file: '/etc/hal0/conf.d/10-lan.toml', line: 3 },
      'conf.d/10-lan.toml:3',
      'conf.d/10-lan.toml, line 3',
    ],
    [{ layer: 'drop-in', file: '/srv/elsewhere.toml' }, '/srv/elsewhere.toml', '/srv/elsewhere.toml'],
    [{ layer: 'environment', variable: 'HAL0_PORT' }, 'environment HAL0_PORT', 'the environment variable HAL0_PORT'],
  ])('%j is "%s", held by %j', (origin, label, heldBy) => {
    expect(originOf(origin, FILE)).toMatchObject({ label, heldBy });
  });

  it('lets only what stands in hal0.toml go back to its default', () => {
    expect(originOf({ layer: 'hal0', file: FILE }, FILE).inFile).toBe(true);
    expect(originOf({ layer: 'drop-in', file: FILE }, FILE).inFile).toBe(false);
    expect(originOf(undefined, FILE).inFile).toBe(false);
  });
});

import { Hal0Paths } from '@hal0/platform';
import { temporaryHome } from '@hal0/platform/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { loadSettings, type SettingsEnvironment } from './load-settings.js';

const homes: (() => void)[] = [];
afterEach(() => homes.splice(0).forEach((remove) => remove()));

function load(toml: string | undefined, environment: SettingsEnvironment = {}) {
  const { paths, remove } = temporaryHome();
  homes.push(remove);
  if (toml !== undefined) {
    mkdirSync(dirname(paths.hal0Toml), { recursive: true });
    writeFileSync(paths.hal0Toml, toml);
  }
  return loadSettings(paths, environment);
}

describe('loadSettings', () => {
  it('knows a value for everything when there is no file', () => {
    const { remove, home } = temporaryHome();
    homes.push(remove);
    const settings = loadSettings(new Hal0Paths(home), {});
    expect(settings.api).toMatchObject({ host: '127.0.0.1', port: 8080, allowed_hosts: [] });
    expect(settings.dispatcher).toEqual({ max_wait_seconds: 300, stream_hold_seconds: 10 });
  });

  it('lets the file win over built-in values and the environment over the file', () => {
    const settings = load('[api]\nport = 9000\nallowed_hosts = ["box.lan"]\n', {
      HAL0_PORT: '9100',
      HAL0_HOST: '0.0.0.0',
    });
    expect(settings.api).toMatchObject({ host: '0.0.0.0', port: 9100, allowed_hosts: ['box.lan'] });
  });

  it.each([
    ['[api]\nport = "eighty"\n', 'api.port'],
    ['[api]\nprot = 80\n', 'api.prot'],
    ['[dispatcher]\nmax_wait_seconds = -1\n', 'dispatcher.max_wait_seconds'],
    ['[nonsense]\na = 1\n', 'nonsense'],
  ])('names the path of what is wrong in %j', (toml, path) => {
    expect(() => load(toml)).toThrow(
      expect.objectContaining({ code: 'config.invalid', details: expect.objectContaining({ path }) }),
    );
  });

  it('refuses a port from the environment that is none', () => {
    expect(() => load('', { HAL0_PORT: 'abc' })).toThrow(expect.objectContaining({ code: 'config.invalid' }));
  });

  it('leaves documented sections of parts that are not there alone', () => {
    expect(load('[telemetry]\nenabled = true\n[upstreams.openai]\nurl = "x"\n').api.port).toBe(8080);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeApi } from '../../testing/fake-api.js';
import { runHal0 } from '../../testing/run-hal0.js';

const CLOUD = {
  name: 'openrouter',
  url: 'https://openrouter.example/api/v1',
  state: 'no_key',
  discovered: [{ id: 'qwen/qwen3-8b' }],
  models: [],
  active: 0,
  keyName: 'OPENROUTER_API_KEY',
  keySet: false,
  error: null,
};
const PRESETS = [{ id: 'openrouter', url: CLOUD.url, authStyle: 'bearer', keyName: CLOUD.keyName }];

let api: FakeApi;
beforeEach(async () => {
  api = await FakeApi.start();
  api.on('GET /api/upstreams/presets', () => PRESETS);
});
afterEach(() => api.stop());

const hal0 = (words: string) => runHal0(words, { environment: { HAL0_API_URL: api.url } });

describe('upstream', () => {
  it('list shows each with its state and whether its key is there', async () => {
    api.on('GET /api/upstreams', () => [CLOUD]);
    expect((await hal0('upstream list')).stdout).toMatch(/^openrouter +no_key +1 +0 +OPENROUTER_API_KEY \(not set\)/m);
  });

  it('list says that nothing leaves the machine while there is none', async () => {
    api.on('GET /api/upstreams', () => []);
    expect((await hal0('upstream list')).stdout).toContain('nothing leaves this machine');
  });

  it('add knows the well-known ones, and tells what is still missing', async () => {
    api.on('POST /api/upstreams', () => CLOUD);
    const { stderr } = await hal0('upstream add openrouter --concurrency 4');
    expect(api.bodies.at(-1)).toEqual({
      name: 'openrouter',
      url: CLOUD.url,
      authStyle: 'bearer',
      keyName: 'OPENROUTER_API_KEY',
      concurrency: 4,
    });
    expect(stderr).toContain('hal0 secret set OPENROUTER_API_KEY');
  });

  it('add wants the address of others', async () => {
    const { exitCode, stderr } = await hal0('upstream add acme');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--address');
  });

  it('models names them as requests do', async () => {
    const trial = { ok: true, latencyMs: 5, models: [{ id: 'qwen/qwen3-8b' }], error: null };
    api.on('POST /api/upstreams/openrouter/test', () => trial);
    expect(await hal0('upstream models openrouter')).toMatchObject({
      exitCode: 0,
      stdout: 'openrouter/qwen/qwen3-8b\n',
    });
  });

  it('models fails when they could not be asked for', async () => {
    const trial = { ok: false, latencyMs: null, models: [], error: 'There was no answer within 8 s.' };
    api.on('POST /api/upstreams/openrouter/test', () => trial);
    expect(await hal0('upstream models openrouter')).toMatchObject({
      exitCode: 1,
      stderr: 'upstream.list_failed: There was no answer within 8 s.\n',
    });
  });

  it('test ends with 1 when it does not answer', async () => {
    const trial = { ok: false, latencyMs: null, models: [], error: 'Incorrect API key provided.' };
    api.on('POST /api/upstreams/openrouter/test', () => trial);
    const { exitCode, stdout } = await hal0('upstream test openrouter');
    expect([exitCode, stdout]).toEqual([1, expect.stringContaining('Incorrect API key provided.')]);
  });
});

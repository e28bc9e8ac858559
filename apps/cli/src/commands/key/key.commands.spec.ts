import { temporaryHome } from '@hal0/platform/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { FakeApi, refuse } from '../../testing/fake-api.js';
import { runHal0 } from '../../testing/run-hal0.js';

const PHONE = {
  name: 'phone',
  slots: ['primary', 'small'],
  localOnly: true,
  createdAt: '2026-01-01T00:00:00.000Z',
  lastUsedAt: null,
};

let api: FakeApi;

beforeEach(async () => {
  api = await FakeApi.start();
});
afterEach(() => api.stop());

const hal0 = (words: string) => runHal0(words, { environment: { HAL0_API_URL: api.url } });

describe('key', () => {
  it('list tells what each allows', async () => {
    api.on('GET /api/keys', () => [PHONE, { ...PHONE, name: 'laptop', slots: null, localOnly: false }]);
    const { stdout } = await hal0('key list');
    expect(stdout).toMatch(/^phone +primary, small +yes /m);
    expect(stdout).toMatch(/^laptop +all +no /m);
  });

  it('list tells how the first is made', async () => {
    api.on('GET /api/keys', () => []);
    expect((await hal0('key list')).stdout).toContain('hal0 key add NAME');
  });

  it('add takes the names of slots with commas too', async () => {
    api.on('POST /api/keys', () => ({ ...PHONE, key: 'hal0_abc' }));
    await hal0('key add phone --slots primary,small embed');
    expect(api.bodies).toMatchObject([{ slots: ['primary', 'small', 'embed'] }]);
  });

  it('add prints the key alone, so that a script can take it', async () => {
    api.on('POST /api/keys', () => ({ ...PHONE, key: 'hal0_abc' }));
    const { stdout, stderr } = await hal0('key add phone --local-only --slots primary small');
    expect(api.bodies).toEqual([{ name: 'phone', slots: ['primary', 'small'], localOnly: true }]);
    expect(stdout).toBe('hal0_abc\n');
    expect(stderr).toContain('cannot be shown again');
  });

  it('revoke names it in the address, and passes on a refusal', async () => {
    api.on('DELETE /api/keys/my%20phone', ({ response }) => void response.writeHead(204).end());
    const { stdout } = await runHal0(['key', 'revoke', 'my phone'], { environment: { HAL0_API_URL: api.url } });
    expect(stdout).toBe('my phone is revoked\n');
    api.on('DELETE /api/keys/tv', ({ response }) =>
      refuse(response, 404, 'key.not_found', 'There is no API key "tv".'),
    );
    expect(await hal0('key revoke tv')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('key.not_found'),
    });
  });
});

describe('who is calling', () => {
  let home: ReturnType<typeof temporaryHome>;
  let said: (string | undefined)[];

  beforeEach(() => {
    home = temporaryHome();
    said = [];
    api.on('GET /api/keys', ({ headers }) => {
      said.push(headers.authorization);
      return [];
    });
    const { apiRunFile, operatorToken } = home.paths;
    mkdirSync(dirname(apiRunFile), { recursive: true });
    writeFileSync(apiRunFile, JSON.stringify({ pid: process.pid, url: api.url }));
    writeFileSync(operatorToken, 'hal0op_secret\n');
  });
  afterEach(() => home.remove());

  const asked = async (environment: NodeJS.ProcessEnv) => {
    await runHal0('key list', { environment: { HAL0_HOME: home.home, ...environment } });
    return said;
  };

  it('is the operator, on the machine itself', async () => {
    expect(await asked({})).toEqual(['Bearer hal0op_secret']);
  });

  it('is the operator when that very address is named, too', async () => {
    expect(await asked({ HAL0_API_URL: api.url })).toEqual(['Bearer hal0op_secret']);
  });

  it('is the key of the environment before that', async () => {
    expect(await asked({ HAL0_API_KEY: 'hal0_mine' })).toEqual(['Bearer hal0_mine']);
  });

  it('is not told to another address', async () => {
    writeFileSync(home.paths.apiRunFile, JSON.stringify({ pid: process.pid, url: 'http://127.0.0.1:9' }));
    expect(await asked({ HAL0_API_URL: api.url })).toEqual([undefined]);
  });
});

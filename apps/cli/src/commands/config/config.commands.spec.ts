import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeApi, refuse } from '../../testing/fake-api.js';
import { runHal0 } from '../../testing/run-hal0.js';

const CHANGE = {
  changes: [{ path: 'api.port', before: 8080, after: 9000, applies: 'service-restart' }],
  applyPlan: { immediate: [], serviceRestart: ['api.port'], services: ['hal0-api'] },
  revisionId: 12,
  pendingRestart: ['api.port'],
};
const SETTINGS = {
  settings: { api: { host: '0.0.0.0', port: 9000, key: { value: '***REDACTED***', set: true } }, upstreams: {} },
  origins: {
    'api.host': { layer: 'built-in' },
    'api.key': { layer: 'hal0', file: '/etc/hal0/hal0.toml', line: 3, column: 1 },
    'api.port': { layer: 'environment', variable: 'HAL0_PORT' },
  },
  pendingRestart: ['api.port'],
  warnings: [],
  file: '/etc/hal0/hal0.toml',
};

let api: FakeApi;

beforeEach(async () => {
  api = await FakeApi.start();
  api.on('GET /api/settings', () => SETTINGS).on('PUT /api/settings', () => CHANGE);
});
afterEach(() => api.stop());

const hal0 = (words: string | string[]) => runHal0(words, { environment: { HAL0_API_URL: api.url } });

describe('config show and get', () => {
  it('tells every value in effect and where it comes from', async () => {
    const { stdout, stderr } = await hal0('config show --origin');
    const rows = stdout.split('\n').map((line) => line.split(/ {2,}/));
    expect(rows.slice(0, 4)).toEqual([
      ['SETTING', 'VALUE', 'FROM'],
      ['api.host', '0.0.0.0', 'built-in'],
      ['api.key', '{"value":"***REDACTED***","set":true}', '/etc/hal0/hal0.toml:3'],
      ['api.port', '9000', 'HAL0_PORT'],
    ]);
    expect(stderr).toContain('After a restart of hal0: api.port');
  });

  it('narrows to a section', async () => {
    expect((await hal0('config show api.port')).stdout).toBe('SETTING   VALUE\napi.port  9000\n');
    expect((await hal0('config show nothing')).exitCode).toBe(1);
  });

  it('prints a value alone, or with its origin as JSON', async () => {
    expect((await hal0('config get api.port')).stdout).toBe('9000\n');
    const { stdout } = await hal0('config get api.port --json');
    expect(JSON.parse(stdout)).toEqual({
      path: 'api.port',
      value: 9000,
      origin: { layer: 'environment', variable: 'HAL0_PORT' },
    });
  });

  it('tells a setting without a value from one that does not exist', async () => {
    expect((await hal0('config get api.prot')).stderr).toMatch(/^config\.invalid: api\.prot is not a setting.*port/);
    expect((await hal0('config get slots.coder.model')).stderr).toContain('config.not_set: slots.coder.model');
  });
});

describe('config set and unset', () => {
  it.each([
    [['api.port', '9000'], { api: { port: 9000 } }],
    [['api.host', '127.0.0.1'], { api: { host: '127.0.0.1' } }],
    [['api.allowed_hosts', '["box.lan"]'], { api: { allowed_hosts: ['box.lan'] } }],
    [['api.allowed_hosts', "['a', 'b']"], { api: { allowed_hosts: ['a', 'b'] } }],
    [['models.store', '/data'], { models: { store: '/data' } }],
    [['lemonade.version', '"10.2"'], { lemonade: { version: '10.2' } }],
    [['upstreams."a.b".url', 'http://x'], { upstreams: { 'a.b': { url: 'http://x' } } }],
    [['activity.retention_days', '1_000'], { activity: { retention_days: 1000 } }],
  ])('sends %j', async (words, body) => {
    expect((await hal0(['config', 'set', ...words])).exitCode).toBe(0);
    expect(api.bodies.at(-1)).toEqual(body);
  });

  it('says what changed, when it acts and how to take it back', async () => {
    const { stdout, stderr } = await hal0('config set api.port 9000');
    expect(stdout).toBe('api.port: 8080 → 9000\n');
    expect(stderr).toContain('api.port: after a restart of hal0');
    expect(stderr).toContain('hal0 config undo 12');
  });

  it('removes a key', async () => {
    await hal0('config unset api.port');
    expect(api.bodies).toEqual([{ api: { port: null } }]);
  });

  it('refuses a section', async () => {
    const { exitCode, stderr } = await hal0('config set api 1');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('section.key');
  });

  it('prints every problem that the API finds, with its code', async () => {
    const problems = [
      { path: 'api.port', message: 'must be at most 65535', file: '/etc/hal0/hal0.toml', line: 2, column: 1 },
      { path: 'api.prot', message: 'is not a setting', suggestion: 'port', documentation: 'x.md#api-port' },
    ];
    api.on('PUT /api/settings', ({ response }) => refuse(response, 400, 'config.invalid', 'first', { problems }));
    const { exitCode, stderr } = await hal0('config set api.port 99999');
    expect(exitCode).toBe(1);
    expect(stderr.split('\n')).toEqual([
      'config.invalid: 2 problems',
      '  /etc/hal0/hal0.toml:2:1: api.port must be at most 65535.',
      '  api.prot is not a setting. Did you mean port? See docs/x.md#api-port',
      '',
    ]);
  });
});

describe('config reload, history and undo', () => {
  it('reads again', async () => {
    api.on('POST /api/settings/reload', () => ({ ...CHANGE, changes: [], revisionId: null }));
    expect((await hal0('config reload')).stdout).toBe('Nothing changes\n');
  });

  it('lists changes with their numbers', async () => {
    const revision = {
      id: 12,
      at: '2026-01-01T00:00:00.000Z',
      actor: 'operator',
      action: 'config.update',
      file: '/etc/hal0/hal0.toml',
      changes: [...CHANGE.changes, { path: 'api.host', before: null, after: 'x', applies: 'immediate' }],
      undoable: true,
      undoOf: null,
      undoneBy: 13,
    };
    api.on('GET /api/settings/revisions?limit=1', () => ({ revisions: [revision], nextBefore: 12 }));
    const { stdout, stderr } = await hal0('config history --limit 1');
    expect(stdout).toMatch(
      /12 +2026-01-01.* operator +hal0\.toml +api\.port: 8080 → 9000 \(undone by 13\)\n +api\.host: – → x/,
    );
    expect(stderr).toContain('--limit 2');
  });

  it('undoes one', async () => {
    api.on('POST /api/settings/revisions/12/undo', () => CHANGE);
    expect((await hal0('config undo 12')).stdout).toContain('api.port: 8080 → 9000');
    expect((await hal0('config undo twelve')).exitCode).toBe(2);
  });
});

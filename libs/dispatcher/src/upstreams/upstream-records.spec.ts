import { afterEach, describe, expect, it } from '@jest/globals';
import { FakeProvider } from '../testing/fake-provider.js';
import { upstreamsFixture } from '../testing/upstreams-fixture.js';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function provider(...options: Parameters<typeof FakeProvider.start>): Promise<FakeProvider> {
  const started = await FakeProvider.start(...options);
  open.push(started);
  return started;
}

function setup(toml = '', secrets: Record<string, string> = {}) {
  const fixture = upstreamsFixture(toml, secrets);
  open.push({ close: fixture.remove });
  return fixture;
}

const FAR = '# mine\n[upstreams.far]\nurl = "https://far.example/v1" # the long way\nconcurrency = 4\n';

describe('UpstreamRecords', () => {
  it('adds an upstream to hal0.toml, in force at once', async () => {
    const { records, config, upstreams } = setup(FAR);
    const created = await records.create(
      { name: 'openai', url: 'https://api.openai.com/v1', keyName: 'OPENAI_API_KEY', timeoutSeconds: 60 },
      'operator',
    );
    expect(created).toMatchObject({
      name: 'openai',
      state: 'no_key',
      keySet: false,
      dialect: 'openai',
      timeoutSeconds: 60,
    });
    expect(config.read('hal0.toml')).toContain('# the long way');
    expect(config.read('hal0.toml')).toContain('auth_value_env = "OPENAI_API_KEY"');
    expect(upstreams.index().byName.has('openai')).toBe(true);
    expect(config.store.pendingRestart()).toEqual([]);
  });

  it('refuses a name that is taken', async () => {
    const { records } = setup(FAR);
    await expect(records.create({ name: 'far', url: 'https://x.example/v1' }, 'operator')).rejects.toMatchObject({
      code: 'system.upstream_already_exists',
      httpStatus: 409,
    });
  });

  it.each(['http://169.254.169.254/latest', 'http://127.0.0.1:8080/v1'])('saves nothing for %s', async (url) => {
    const { records, config } = setup(FAR);
    const refusal = { code: 'upstream.address_forbidden' };
    await expect(records.create({ name: 'x', url }, 'operator')).rejects.toMatchObject(refusal);
    await expect(records.update('far', { url }, 'operator')).rejects.toMatchObject(refusal);
    expect(config.read('hal0.toml')).toBe(FAR);
  });

  it('changes what is named, takes away what is null, and keeps the rest', async () => {
    const { records, config } = setup(FAR);
    const changed = await records.update('far', { enabled: false, concurrency: null }, 'operator');
    expect(changed).toMatchObject({
      enabled: false,
      state: 'disabled',
      concurrency: null,
      url: 'https://far.example/v1',
    });
    expect(config.read('hal0.toml')).toContain('# the long way');
    expect(config.read('hal0.toml')).not.toContain('concurrency');
  });

  it('removes an upstream', async () => {
    const { records, config } = setup(FAR);
    await records.remove('far', 'operator');
    expect(records.list()).toEqual([]);
    expect(config.read('hal0.toml')).not.toContain('far.example');
    await expect(records.remove('far', 'operator')).rejects.toMatchObject({ code: 'system.upstream_not_found' });
  });

  it('does not touch what stands in a file of somebody else', async () => {
    const { records, config } = setup();
    config.write('conf.d/10.toml', FAR);
    await config.store.reload('operator');
    await expect(records.remove('far', 'operator')).rejects.toMatchObject({ code: 'upstream.defined_elsewhere' });
    expect(records.get('far').url).toBe('https://far.example/v1');
  });

  it('tries settings and a key without keeping either', async () => {
    const far = await provider({ key: 'sk-right', models: ['m-1'] });
    const { records, config } = setup(FAR);
    expect(await records.testUnsaved({ url: far.url, key: 'sk-right' })).toMatchObject({
      ok: true,
      models: [{ id: 'm-1' }],
      error: null,
    });
    const refused = await records.testUnsaved({ url: far.url, key: 'sk-wrong' });
    expect(refused).toMatchObject({ ok: false, models: [] });
    expect(refused.error).toContain('refused the key (HTTP 401)');
    expect(JSON.stringify(refused)).not.toContain('sk-wrong');
    expect(config.read('hal0.toml')).toBe(FAR);
    expect(records.list()).toHaveLength(1);
  });

  it.each([
    ['no list', { kind: 'bytes', body: '{"hello":1}' }, 'no list of models'],
    ['a page of the web', { kind: 'bytes', body: '<html>', contentType: 'text/html' }, 'no list of models'],
    ['a redirect', { kind: 'status', status: 302 }, 'redirects'],
    ['a broken connection', { kind: 'drop' }, 'the connection broke'],
    ['a wrong address', { kind: 'status', status: 404 }, 'usually ends in /v1'],
  ] as const)('says what is wrong with %s', async (_what, fault, words) => {
    const far = await provider();
    far.failList(fault);
    const { records } = setup(`[upstreams.far]\nurl = "${far.url}"\nauth_style = "none"\n`);
    const outcome = await records.test('far');
    expect(outcome).toMatchObject({ ok: false, latencyMs: null });
    expect(outcome.error).toContain(words);
    expect(records.get('far')).toMatchObject({ state: 'failing', error: outcome.error });
  });

  it('sends no stored key to an address it was not saved for', async () => {
    const [far, other] = [await provider({ key: 'sk-far' }), await provider()];
    const toml = `[upstreams.far]\nurl = "${far.url}"\nauth_value_env = "FAR_KEY"\n`;
    const { records, config } = setup(toml, { FAR_KEY: 'sk-far', HF_TOKEN: 'hf-mine' });
    expect(await records.testUnsaved({ url: far.url, keyName: 'FAR_KEY' })).toMatchObject({ ok: true });
    for (const keyName of ['FAR_KEY', 'HF_TOKEN']) {
      const refused = await records.testUnsaved({ url: other.url, keyName });
      expect(refused).toMatchObject({ ok: false, models: [] });
      expect(refused.error).toContain(`The stored key ${keyName} is not sent`);
    }
    expect(await records.testUnsaved({ url: far.url, keyName: 'HF_TOKEN' })).toMatchObject({ ok: false });
    const moved = records.update('far', { url: other.url }, 'operator');
    await expect(moved).rejects.toMatchObject({ code: 'config.invalid' });
    await expect(moved).rejects.toThrow('the key FAR_KEY was saved for the former');
    expect(config.read('hal0.toml')).toBe(toml);
    expect(other.connections).toBe(0);
    expect(far.listed).toBe(1);
    await records.update('far', { url: other.url, keyName: 'FAR_KEY' }, 'operator');
    expect(await records.test('far')).toMatchObject({ ok: true });
  });

  it('sends no variable that is no secret', async () => {
    const far = await provider();
    const { records } = setup('', { PATH: '/usr/bin', HAL0_HOME: '/srv' });
    for (const keyName of ['PATH', 'HAL0_HOME']) {
      expect(await records.testUnsaved({ url: far.url, keyName })).toMatchObject({ ok: false });
    }
    expect(far.requests).toEqual([]);
  });

  it('drops ids that would write to the terminal of whoever reads them', async () => {
    const far = await provider({ models: ['good', 'x\n\u001b[31mred', '\u202egnp.x', ''] });
    const { records } = setup();
    expect(await records.testUnsaved({ url: far.url, authStyle: 'none' })).toMatchObject({ models: [{ id: 'good' }] });
  });

  it('says that nothing listens there', async () => {
    const far = await provider();
    const { url } = far;
    await far.close();
    const { records } = setup();
    expect((await records.testUnsaved({ url, authStyle: 'none' })).error).toContain('nothing listens');
  });

  it('asks Anthropic as it wants to be asked', async () => {
    const far = await provider({ dialect: 'anthropic', key: 'sk-ant' });
    const { records } = setup(
      `[upstreams.claude]\nurl = "${far.url}"\nauth_style = "anthropic"\nauth_value_env = "K"\n`,
      { K: 'sk-ant' },
    );
    expect(await records.refresh('claude')).toMatchObject({
      dialect: 'anthropic',
      state: 'healthy',
      discovered: [{ id: 'claude-fake' }],
    });
    expect(far.requests[0]?.headers).toMatchObject({ 'anthropic-version': '2023-06-01' });
  });
});

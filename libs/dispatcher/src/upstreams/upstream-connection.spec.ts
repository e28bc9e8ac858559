import { UpstreamSettings } from '@hal0/config';
import { afterEach, describe, expect, it } from '@jest/globals';
import { FakeProvider } from '../testing/fake-provider.js';
import { UpstreamConnection } from './upstream-connection.js';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

function connect(
  settings: Partial<UpstreamSettings>,
  { key = 'sk-1', ownPorts = () => [8080] } = {},
): UpstreamConnection {
  const all = Object.assign(new UpstreamSettings(), { auth_value_env: 'KEY' }, settings);
  const connection = new UpstreamConnection('far', all, {
    keyOf: () => key || undefined,
    ownPorts: () => new Set(ownPorts()),
  });
  open.push(connection);
  return connection;
}

const forbidden = expect.objectContaining({ code: 'upstream.address_forbidden', httpStatus: 400 });

describe('UpstreamConnection', () => {
  it.each([
    ['https://api.openai.com/v1', '/v1/chat/completions'],
    ['https://api.openai.com/v1/', '/v1/chat/completions'],
    ['https://api.openai.com', '/v1/chat/completions'],
    ['https://openrouter.ai/api/v1', '/api/v1/chat/completions'],
    ['https://generativelanguage.googleapis.com/v1beta/openai', '/v1beta/openai/chat/completions'],
    ['https://x.example/openai?api-version=1', '/openai/chat/completions?api-version=1'],
  ])('sends chats for %s to %s', (url, path) => {
    expect(connect({ url }).way().path('/v1/chat/completions')).toBe(path);
  });

  it.each([
    ['bearer', ['authorization', 'Bearer sk-1']],
    ['anthropic', ['x-api-key', 'sk-1', 'anthropic-version', '2023-06-01']],
    ['header', ['api-key', 'sk-1']],
    ['none', []],
    ['google_query', []],
  ] as const)('sends the key as %s does', (auth_style, headers) => {
    expect(connect({ url: 'https://x.example/v1', auth_style, auth_header: 'Api-Key' }).way().headers).toEqual([
      ...headers,
      'accept-encoding',
      'identity',
    ]);
  });

  it('puts the key into the query where Google wants it', () => {
    const way = connect({ url: 'https://x.example/v1', auth_style: 'google_query' }, { key: 'a&b' }).way();
    expect(way.path('/v1/models')).toBe('/v1/models?key=a%26b');
  });

  it.each([
    'http://169.254.169.254/v1',
    'http://0xa9fea9fe/v1',
    'http://[fe80::1]/v1',
    'http://[::ffff:169.254.169.254]/v1',
    'http://0.0.0.0:8000/v1',
  ])('refuses %s', (url) => {
    expect(() => connect({ url }).way()).toThrow(forbidden);
  });

  it.each([
    'http://127.0.0.1:8080/v1',
    'http://localhost:8080/v1',
    'http://[::1]:8080/v1',
    'http://[::ffff:127.0.0.1]:8080/v1',
  ])('refuses hal0 itself at %s', (url) => {
    expect(() => connect({ url }).way()).toThrow(forbidden);
  });

  it('asks anew at each connection what a name means, and refuses hal0 itself then too', async () => {
    const far = await FakeProvider.start();
    open.push(far);
    let own: number[] = [];
    const settings = { url: `http://localhost:${far.port}/v1` };
    const { pool } = connect(settings, { ownPorts: () => own }).way();
    own = [far.port];
    const refused = pool.request({ method: 'GET', path: '/v1/models' });
    await expect(refused).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
    own = [];
    expect((await pool.request({ method: 'GET', path: '/v1/models' })).statusCode).toBe(200);
  });

  it('lets a server on this machine or the network pass', () => {
    expect(() => connect({ url: 'http://127.0.0.1:8000/v1' }).way()).not.toThrow();
    expect(() => connect({ url: 'http://192.168.1.20:8000/v1' }).way()).not.toThrow();
  });

  it('opens as many connections as there are places, and one for lists', async () => {
    const far = await FakeProvider.start({ models: ['m'] });
    open.push(far);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    far.fail(...Array.from({ length: 2 }, () => ({ kind: 'slow', until: held }) as const));
    const { pool, path, headers } = connect({ url: far.url, concurrency: 1 }).way();
    const ask = () =>
      pool.request({
        method: 'POST',
        path: path('/v1/chat/completions'),
        headers: [...headers],
        body: '{"model":"m"}',
      });
    const answers = [ask(), ask(), ask()];
    release();
    for (const answer of answers) await (await answer).body.dump();
    expect(far.connections).toBe(2);
  });
});

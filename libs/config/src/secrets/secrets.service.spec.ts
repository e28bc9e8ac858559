import { AuditEvent, type Hal0Error } from '@hal0/platform';
import { afterEach, describe, expect, it } from '@jest/globals';
import { statSync } from 'node:fs';
import { SecretChangedEvent } from '../events/secret-changed.event.js';
import { configFixture } from '../testing/config-fixture.js';
import { SecretsService } from './secrets.service.js';

const fixtures: ReturnType<typeof configFixture>[] = [];
afterEach(() => fixtures.splice(0).forEach(({ remove }) => remove()));

function setup(files: Record<string, string> = {}, environment: Record<string, string> = {}) {
  const fixture = configFixture(files);
  fixtures.push(fixture);
  const { paths, lock, store, events } = fixture;
  return { ...fixture, secrets: new SecretsService({ paths, environment }, lock, store, events) };
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    ({ code }: Hal0Error) => code,
  );

describe('SecretsService', () => {
  it('stores a secret for its owner alone, where it is found at once', async () => {
    const { secrets, read, paths } = setup();
    expect(secrets.get('HF_TOKEN')).toBeUndefined();
    await secrets.set('HF_TOKEN', 'hf_"quoted" $x', 'operator');
    expect(secrets.get('HF_TOKEN')).toBe('hf_"quoted" $x');
    expect(read('api.env')).toContain('\nHF_TOKEN="hf_\\"quoted\\" \\$x"\n');
    expect(statSync(paths.apiEnv).mode & 0o777).toBe(0o600);
  });

  it('tells the name of a secret and never its value', async () => {
    const { secrets, events } = setup({ 'api.env': 'OLD_KEY=first-value\nHAL0_PORT=9000\n' });
    await secrets.set('HF_TOKEN', 'the-value', 'agent');
    await secrets.set('OLD_KEY', 'second-value', 'agent');
    const list = await secrets.list();
    expect(list).toEqual([
      { name: 'HF_TOKEN', set: true, masked: '••••••••', updatedAt: expect.stringMatching(/^20/) },
      { name: 'OLD_KEY', set: true, masked: '••••••••', updatedAt: expect.stringMatching(/^20/) },
    ]);
    expect(JSON.stringify([list, events.published])).not.toContain('-value');
    expect(events.ofType(AuditEvent).map(({ record }) => record)).toEqual([
      { action: 'secret.set', target: 'HF_TOKEN', actor: 'agent', outcome: 'ok' },
      { action: 'secret.set', target: 'OLD_KEY', actor: 'agent', outcome: 'ok' },
    ]);
    expect(events.ofType(SecretChangedEvent).map(({ name }) => name)).toEqual(['HF_TOKEN', 'OLD_KEY']);
  });

  it('lists what is configured to use a key, set or not', async () => {
    const { secrets } = setup(
      { 'hal0.toml': '[upstreams.x]\nurl = "http://x.example/v1"\nauth_value_env = "X_KEY"\n' },
      { HF_TOKEN: 'of-the-environment' },
    );
    expect(await secrets.list()).toEqual([
      { name: 'HF_TOKEN', set: true, masked: '••••••••', updatedAt: null },
      { name: 'X_KEY', set: false, masked: null, updatedAt: null },
    ]);
  });

  it('prefers the file to the environment, and forgets what is removed although the environment still has it', async () => {
    const { secrets } = setup({ 'api.env': 'HF_TOKEN=new\n' }, { HF_TOKEN: 'old', OTHER: 'x' });
    expect([secrets.get('HF_TOKEN'), secrets.get('OTHER')]).toEqual(['new', 'x']);
    await secrets.remove('HF_TOKEN', 'operator');
    await secrets.remove('OTHER', 'operator');
    expect([secrets.get('HF_TOKEN'), secrets.get('OTHER')]).toEqual([undefined, undefined]);
    await secrets.set('HF_TOKEN', 'newer', 'operator');
    expect(secrets.get('HF_TOKEN')).toBe('newer');
  });

  it('keeps every variable that stands in the file, those of hal0 too', async () => {
    const { secrets, read } = setup({
      'api.env': '# by hand\nexport ZED=\'a b\'\nHAL0_PORT=9000\n\n; old\nEMPTY=\nlower="x\\"y" # why\n',
    });
    await secrets.set('MID', 'm', 'operator');
    expect(read('api.env')?.replace(/^#.*\n/gm, '')).toBe('EMPTY=\nHAL0_PORT=9000\nMID=m\nZED="a b"\nlower="x\\"y"\n');
  });

  it.each([
    ['a value over two lines', 'A=1\nKEY="first\nsecond"\n', 2],
    ['a line that goes on', 'A=1 \\\nB=2\n', 1],
    ['text after a quote', 'A="x"y\n', 1],
    ['a name that is none', 'A.B=x\n', 1],
  ])('writes nothing when %s would be lost', async (_what, text, line) => {
    const { secrets, read } = setup({ 'api.env': text });
    await expect(secrets.set('MID', 'm', 'operator')).rejects.toMatchObject({
      code: 'secret.write_failed',
      message: expect.stringContaining(`line ${line} `),
    });
    expect(read('api.env')).toBe(text);
    expect(secrets.get('MID')).toBeUndefined();
  });

  it.each(['hf_token', '1A', 'A-B', 'A B', 'A=B', '', 'Ä', 'A'.repeat(65), '__proto__'])(
    'takes no secret of the name %j',
    async (name) => {
      const { secrets } = setup();
      expect(await codeOf(secrets.set(name, 'x', 'operator'))).toBe('secret.name_invalid');
      expect(await codeOf(secrets.remove(name, 'operator'))).toBe('secret.name_invalid');
    },
  );

  it.each(
    [
      'HAL0_PORT',
      'PATH',
      'HOME',
      'SHELL',
      'NODE_OPTIONS',
      'LD_PRELOAD',
      'NPM_CONFIG_REGISTRY',
      'BASH_ENV',
      'IFS',
    ].concat(['GCONV_PATH', 'HTTPS_PROXY', 'LEMONADE_API_KEY', 'SSL_CERT_FILE', 'GLIBC_TUNABLES', 'PYTHONSTARTUP']),
  )('keeps %s from being changed', async (name) => {
    const { secrets, read } = setup();
    expect(await codeOf(secrets.set(name, 'x', 'operator'))).toBe('secret.name_reserved');
    expect(await codeOf(secrets.remove(name, 'operator'))).toBe('secret.name_reserved');
    expect(read('api.env')).toBeUndefined();
  });

  it.each([
    ['nothing', ''],
    ['a line break', 'a\nHAL0_PORT=1'],
    ['a carriage return', 'a\rb'],
    ['NUL', 'a\0b'],
    ['next line', 'a\u0085b'],
    ['a line separator', 'a\u2028b'],
    ['a paragraph separator', 'a\u2029b'],
    ['a zero width space', 'a\u200bb'],
    ['half a character', 'a\ud800'],
    ['too much', 'x'.repeat(8_193)],
  ])('takes no value of %s, and does not repeat it', async (_what, value) => {
    const { secrets, events } = setup();
    const refusal: unknown = await secrets.set('HF_TOKEN', value, 'operator').catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'secret.value_invalid', httpStatus: 422 });
    if (value) expect(JSON.stringify([(refusal as Hal0Error).toEnvelope(), events.published])).not.toContain(value);
  });

  it('says so when the file cannot be written', async () => {
    const { secrets, paths, write, events } = setup();
    write('api.env/in-the-way', '');
    expect(await codeOf(secrets.set('HF_TOKEN', 'x', 'operator'))).toBe('secret.write_failed');
    expect(events.ofType(AuditEvent)[0]?.record).toMatchObject({ action: 'secret.set', outcome: 'failed' });
    expect(statSync(paths.apiEnv).isDirectory()).toBe(true);
  });

  it('loses none of many that are set at once', async () => {
    const { secrets, store } = setup();
    const names = Array.from({ length: 8 }, (_, i) => `KEY_${i}`);
    await Promise.all([
      ...names.map((name) => secrets.set(name, name, 'operator')),
      store.edit({
        file: 'hal0',
        action: 'config.update',
        actor: 'operator',
        change: (table) => ({ ...table, activity: { max_rows: 500 } }),
      }),
    ]);
    secrets.reload();
    expect(names.map((name) => secrets.get(name))).toEqual(names);
  });
});

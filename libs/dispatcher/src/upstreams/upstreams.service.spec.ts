import { settle } from '@hal0/platform/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import { UpstreamUnavailableError } from '../dispatcher.errors.js';
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

function setup(toml: string, secrets: Record<string, string> = {}) {
  const fixture = upstreamsFixture(toml, secrets);
  open.push({ close: fixture.remove });
  return fixture;
}

const block = (name: string, url: string, more = '') =>
  `[upstreams.${name}]\nurl = "${url}"\nauth_style = "none"\n${more}`;

describe('UpstreamsService', () => {
  it('finds a provider by a model that it lists', async () => {
    const { url } = await provider({ models: ['gpt-4o-mini'] });
    const { upstreams } = setup(block('far', url));
    expect(upstreams.index().byModel('gpt-4o-mini')).toEqual([]);
    expect(upstreams.hasCold()).toBe(true);
    await upstreams.prefetch();
    expect(
      upstreams
        .index()
        .byModel('gpt-4o-mini')
        .map(({ name }) => name),
    ).toEqual(['far']);
    expect(upstreams.hasCold()).toBe(false);
  });

  it('knows the models that the settings name without asking', async () => {
    const { upstreams } = setup(block('far', 'http://127.0.0.1:9/v1', 'models = ["declared"]\n'));
    expect(upstreams.index().byModel('declared')).toHaveLength(1);
  });

  it('asks once for many who wait, and again after ten minutes', async () => {
    const far = await provider();
    const { upstreams, clock } = setup(block('far', far.url));
    await Promise.all([upstreams.prefetch(), upstreams.prefetch(), upstreams.get('far').refresh(1_000)]);
    expect(far.listed).toBe(1);
    await upstreams.prefetch();
    expect(far.listed).toBe(1);
    await clock.advance(10 * 60_000);
    await upstreams.prefetch();
    expect(far.listed).toBe(2);
  });

  it('leaves a provider that gave no list alone for a minute, and tells the state', async () => {
    const far = await provider();
    far.failList({ kind: 'status', status: 500 });
    const { upstreams, clock, told } = setup(block('far', far.url));
    await upstreams.prefetch();
    expect(told().at(-1)).toMatchObject({ state: 'failing', error: expect.stringContaining('HTTP 500') });
    await upstreams.prefetch();
    expect(far.listed).toBe(1);
    await clock.advance(60_000);
    await upstreams.prefetch();
    expect(told().at(-1)).toMatchObject({
      state: 'healthy',
      error: null,
      discovered: [{ id: 'gpt-fake' }, { id: 'gpt-fake-mini' }],
    });
  });

  it('gives up all lists together after the time for them', async () => {
    let answer = (): void => undefined;
    const far = await provider();
    far.failList({ kind: 'slow', until: new Promise<void>((resolve) => (answer = resolve)) });
    const { upstreams, clock } = setup(`${block('far', far.url)}[dispatcher]\nprefetch_timeout_seconds = 2\n`);
    const done = upstreams.prefetch();
    await clock.advance(2_000);
    await done;
    expect(upstreams.get('far').error?.message).toContain('no answer within 2 s');
    answer();
  });

  it('tries those that fail last, and forgives them after a good answer', async () => {
    const { upstreams } = setup(
      ['a', 'b'].map((name) => block(name, 'http://127.0.0.1:9/v1', 'models = ["both"]\n')).join(''),
    );
    const names = () =>
      upstreams
        .index()
        .byModel('both')
        .map(({ name }) => name);
    upstreams.get('a').report(new UpstreamUnavailableError('a/both', false, new Error('reset')));
    expect(names()).toEqual(['b', 'a']);
    upstreams.get('a').report(null);
    expect(names()).toEqual(['a', 'b']);
  });

  it('looks after those that fail and those that were never asked, not after the others', async () => {
    const [good, bad] = [await provider(), await provider()];
    const { upstreams } = setup(
      block('good', good.url) + block('bad', bad.url) + block('off', bad.url, 'enabled = false\n'),
    );
    await upstreams.probe();
    upstreams.get('bad').report(new UpstreamUnavailableError('bad/m', false, new Error('reset')));
    await upstreams.probe();
    expect([good.listed, bad.listed]).toEqual([1, 2]);
    // It lists models, but what it failed at was an answer.
    expect(upstreams.get('bad').state).toBe('failing');
    expect(upstreams.get('off').state).toBe('disabled');
  });

  it('asks nobody without a key, and asks as soon as the key is there', async () => {
    const far = await provider({ key: 'sk-right' });
    const toml = `[upstreams.far]\nurl = "${far.url}"\nauth_value_env = "FAR_KEY"\n`;
    const { upstreams, secrets } = setup(toml);
    expect(upstreams.get('far').state).toBe('no_key');
    expect(upstreams.hasCold()).toBe(false);
    expect(() => upstreams.get('far').way()).toThrow(
      expect.objectContaining({ code: 'upstream.key_missing', httpStatus: 503 }),
    );
    secrets.set('FAR_KEY', 'sk-wrong');
    await upstreams.prefetch();
    expect(upstreams.get('far').error?.message).toContain('refused the key (HTTP 401)');
    secrets.set('FAR_KEY', 'sk-right');
    upstreams.onSecretChanged({ type: 'secret.changed', name: 'FAR_KEY' });
    await upstreams.prefetch();
    expect(upstreams.get('far').state).toBe('healthy');
  });

  it('keeps what is known of a provider whose settings did not change', async () => {
    const far = await provider();
    const { upstreams, config, records } = setup(block('far', far.url));
    await upstreams.prefetch();
    const before = upstreams.get('far');
    await records.create({ name: 'other', url: 'https://api.example.com/v1' }, 'operator');
    expect(upstreams.get('far')).toBe(before);
    expect(before.state).toBe('healthy');
    expect(upstreams.all().map(({ name }) => name)).toEqual(['far', 'other']);
    config.write('hal0.toml', block('far', far.url, 'concurrency = 1\n'));
    await config.store.reload('operator');
    expect(upstreams.all().map(({ name, state }) => [name, state])).toEqual([['far', 'healthy']]);
    expect(before.admission.tryEnter()).toBeDefined();
    expect(before.admission.tryEnter()).toBeUndefined();
  });

  it('forgets what it knew of a provider that is now elsewhere', async () => {
    const [here, there] = [await provider({ models: ['old'] }), await provider({ models: ['new'] })];
    const { upstreams, records } = setup(block('far', here.url));
    await upstreams.prefetch();
    await records.update('far', { url: there.url }, 'operator');
    expect(upstreams.index().byModel('old')).toEqual([]);
    expect(upstreams.get('far').state).toBe('unknown');
    await upstreams.prefetch();
    expect(upstreams.index().byModel('new')).toHaveLength(1);
    expect(here.listed).toBe(1);
  });

  it('tells those who wait for a provider that is removed', async () => {
    const { upstreams, records } = setup(block('far', 'http://127.0.0.1:9/v1', 'concurrency = 1\n'));
    const { admission } = upstreams.get('far');
    admission.tryEnter();
    const waiting = admission.wait(new AbortController().signal);
    const outcome = expect(waiting).rejects.toMatchObject({ code: 'system.upstream_not_found' });
    await records.remove('far', 'operator');
    await settle();
    await outcome;
  });
});

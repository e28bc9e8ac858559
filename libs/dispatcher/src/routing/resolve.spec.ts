import { FallbackSettings, type ModelType } from '@hal0/config';
import { slotsFixture } from '@hal0/slots/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { NoRouteError } from '../dispatcher.errors.js';
import type { Grant } from '../inference-request.js';
import { upstreamsOn } from '../testing/upstreams-fixture.js';
import { chainOfModel } from './chain.js';
import { nextInChain, resolve } from './resolve.js';
import type { RoutingIndex } from './routing-index.js';
import { nameOf } from './target.js';

const CAPABILITIES = `
[slots.primary]
model = "shared"
enabled = true
[slots.coder]
type = "llm"
model = "shared"
enabled = true
default = true
[slots.embed]
model = "embed-demo"
enabled = true
[slots.spare]
type = "llm"
model = "spare-model"
`;

const open: { remove: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const fixture of open.splice(0)) await fixture.remove();
});

const SETTINGS = `[upstreams.openrouter]
url = "https://openrouter.example/api/v1"
models = ["qwen/qwen3-8b", "shared"]
`;
const key = (limits: Partial<Grant>): Grant => ({ keyName: 'phone', slots: null, localOnly: false, ...limits });

async function setup(chains: RoutingIndex['chains'] = {}, moreSlots = '') {
  const fixture = slotsFixture(CAPABILITIES + moreSlots, { 'hal0.toml': SETTINGS });
  const { upstreams, remove } = upstreamsOn(fixture);
  open.push({ remove });
  const index = (): RoutingIndex => ({ slots: fixture.slots.index(), upstreams: upstreams.index(), chains });
  const ask = (model: string | undefined, type: ModelType = 'llm', grant: Grant | null = null) =>
    resolve(index(), { model, type, grant });
  const where = (...question: Parameters<typeof ask>) => nameOf(ask(...question).target);
  return { ...fixture, index, ask, where };
}

describe('resolve', () => {
  it.each([
    ['primary', 'primary'],
    ['hal0/coder', 'coder'],
    ['shared', 'primary'],
    [undefined, 'coder'],
    ['spare', 'spare'],
    ['qwen/qwen3-8b', 'openrouter/qwen/qwen3-8b'],
    ['openrouter/qwen/qwen3-8b', 'openrouter/qwen/qwen3-8b'],
    ['openrouter/shared', 'openrouter/shared'],
    ['openrouter/not-listed', 'openrouter/not-listed'],
    ['primary:latest', 'primary'],
    ['hal0/coder:latest', 'coder'],
    ['shared:latest', 'primary'],
    ['qwen/qwen3-8b:latest', 'openrouter/qwen/qwen3-8b'],
    // A provider may well have such a name of its own.
    ['openrouter/theirs:latest', 'openrouter/theirs:latest'],
  ])('sends a chat for %s to %s', async (model, target) => {
    expect((await setup()).where(model)).toBe(target);
  });

  it('prefers the slot that has the model loaded, and avoids one that is broken', async () => {
    const { slots, slot, where } = await setup();
    await slots.loaded('coder');
    expect(where('shared')).toBe('coder');
    slot('primary').moveTo('starting', 'test');
    slot('primary').moveTo('error', 'test');
    slot('coder').moveTo('offline', 'test');
    expect(where('shared')).toBe('coder');
  });

  it.each([['nothing'], ['spare-model'], ['hal0/nothing'], ['openrouter/']])(
    'says what was tried for %s',
    async (model) => {
      const { ask } = await setup();
      expect(() => ask(model)).toThrow(
        expect.objectContaining({
          code: 'dispatch.no_route',
          details: expect.objectContaining({ model, tried: expect.arrayContaining(['models of openrouter']) }),
        }),
      );
    },
  );

  it('names a model with its tag as the client did', async () => {
    const { ask } = await setup();
    expect(() => ask('nothing:latest')).toThrow(
      expect.objectContaining({ code: 'dispatch.no_route', message: expect.stringContaining('"nothing:latest"') }),
    );
  });

  it('refuses a chat for a slot of another type', async () => {
    const { ask } = await setup();
    expect(() => ask('embed')).toThrow(expect.objectContaining({ code: 'dispatch.type_mismatch', httpStatus: 400 }));
  });

  it('sends nothing out for the model of a slot that is for this machine only, even when the slot is off', async () => {
    const { where } = await setup({}, '[slots.private]\nmodel = "qwen/qwen3-8b"\nlocal_only = true\ntype = "llm"\n');
    expect(where('qwen/qwen3-8b')).toBe('private');
    expect(where('openrouter/qwen/qwen3-8b')).toBe('openrouter/qwen/qwen3-8b');
  });

  it('has no default for a type that no slot serves', async () => {
    const { ask } = await setup();
    expect(() => ask(undefined, 'tts')).toThrow(expect.objectContaining({ code: 'dispatch.no_route' }));
  });
});

describe('resolve for a key', () => {
  it('keeps to the slots of the key, for defaults and for models of several slots too', async () => {
    const { where } = await setup();
    const grant = key({ slots: new Set(['primary']) });
    expect(where(undefined, 'llm', grant)).toBe('primary');
    expect(where('shared', 'llm', key({ slots: new Set(['coder']) }))).toBe('coder');
  });

  it('refuses a slot when it is for other slots', async () => {
    const { ask } = await setup();
    expect(() => ask('coder', 'llm', key({ slots: new Set(['primary']) }))).toThrow(
      expect.objectContaining({ code: 'auth.slot_forbidden', httpStatus: 403 }),
    );
  });

  it.each([
    ['certain slots', { slots: new Set(['primary']) }],
    ['this machine', { localOnly: true }],
  ])('names no upstream to a key for %s', async (_what, limits) => {
    const { ask } = await setup();
    expect.assertions(1);
    try {
      ask('nothing', 'llm', key(limits));
    } catch (error) {
      expect(JSON.stringify([(error as Error).message, error])).not.toContain('openrouter');
    }
  });

  it('does not tell what a slot serves that the key is not for', async () => {
    const { ask } = await setup();
    expect(() => ask('embed', 'llm', key({ slots: new Set(['primary']) }))).toThrow(
      expect.objectContaining({ code: 'auth.slot_forbidden' }),
    );
  });

  it.each([
    ['certain slots', { slots: new Set(['primary']) }],
    ['this machine', { localOnly: true }],
  ])(
    'cannot be used, when it is for %s, to find out which providers and models there are elsewhere',
    async (_what, limits) => {
      const { ask } = await setup();
      const told = ['qwen/qwen3-8b', 'openrouter/shared', 'openrouter/not-listed', 'nobody/shared', 'nowhere'].map(
        (model) => {
          try {
            return ask(model, 'llm', key(limits));
          } catch (error) {
            const { code, httpStatus, message, details } = error as NoRouteError;
            return JSON.stringify({ code, httpStatus, message, details }).replaceAll(model, '…');
          }
        },
      );
      expect(told[0]).toContain('"code":"dispatch.no_route","httpStatus":404');
      expect(new Set(told).size).toBe(1);
    },
  );
});

describe('nextInChain', () => {
  const to = ['embed', 'unknown', 'openrouter/shared', 'coder'];
  const chain = (localOnly = false) => chainOfModel(Object.assign(new FallbackSettings(), { to }), localOnly);

  it('passes over what does not exist or serves another type', async () => {
    const { index } = await setup();
    const question = { model: 'primary', type: 'llm' as const, grant: null };
    const first = nextInChain(index(), chain(), 0, question);
    expect(first && nameOf(first.target)).toBe('openrouter/shared');
    const second = nextInChain(index(), chain(), first?.position ?? 0, question);
    expect(second && nameOf(second.target)).toBe('coder');
    expect(nextInChain(index(), chain(), second?.position ?? 0, question)).toBeUndefined();
  });

  it.each([
    ['the slot', true, null],
    ['the key', false, key({ localOnly: true })],
  ])('passes over what is elsewhere when %s says so', async (_who, localOnly, grant) => {
    const { index } = await setup();
    const next = nextInChain(index(), chain(localOnly), 0, { model: 'primary', type: 'llm', grant });
    expect(next && nameOf(next.target)).toBe('coder');
  });

  it('passes over what is elsewhere for a request that is to stay here', async () => {
    const { index } = await setup();
    const next = nextInChain(index(), chain(), 0, { model: 'primary', type: 'llm', grant: null }, true);
    expect(next && nameOf(next.target)).toBe('coder');
  });

  it('passes over slots that a key is not for, and all providers', async () => {
    const { index } = await setup();
    const next = (...slots: string[]) => {
      const found = nextInChain(index(), chain(), 0, {
        model: 'primary',
        type: 'llm',
        grant: key({ slots: new Set(slots) }),
      });
      return found && nameOf(found.target);
    };
    expect(next('primary')).toBeUndefined();
    expect(next('primary', 'coder')).toBe('coder');
  });

  it('is that of the model when the slot has none', async () => {
    const { ask } = await setup({ shared: Object.assign(new FallbackSettings(), { to: ['spare'] }) });
    expect(ask('shared').chain?.to).toEqual(['spare']);
    expect(ask('primary').chain).toBeNull();
  });
});

import { settle } from '@hal0/platform/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import { slotsFixture, type SlotsFixture } from './testing/slots-fixture.js';

const open: SlotsFixture[] = [];
afterEach(async () => {
  for (const fixture of open.splice(0)) await fixture.remove();
});

async function setup(otherFiles: Readonly<Record<string, string>> = {}) {
  const demo = 'model = "demo"\nenabled = true\n';
  const fixture = slotsFixture(
    `[slots.primary]\n${demo}[slots.coder]\ntype = "llm"\nmodel = "other"\nenabled = true\n`,
    otherFiles,
  );
  open.push(fixture);
  await fixture.slots.loaded('primary');
  await fixture.slots.loaded('coder');
  return fixture;
}

describe('slots and the models they have', () => {
  it('lets go of a model that is being removed: unloaded, on no record, and of others nothing', async () => {
    const { slot, registry, runtime, slots, config } = await setup();
    const lease = await slots.waitForTurn(slot('primary'), new AbortController().signal);
    const told: string[] = [];
    lease.onRevoked(({ message }) => told.push(message));
    await registry.release('demo');
    await settle();
    expect(told).toEqual([expect.stringContaining('its model is being removed')]);
    expect(runtime.models).toEqual(['other']);
    expect([slots.get('primary').model, slots.get('coder').model]).toEqual([null, 'other']);
    expect(config.read('capabilities.toml')).toContain('model = ""');
    expect(slots.get('coder').state).toBe('ready');
  });

  it('unloads nothing when a slot has the model from a file that is not hal0’s to change', async () => {
    const { registry, runtime, slots, config } = await setup({ 'conf.d/10.toml': '[slots.primary]\nmodel = "demo"\n' });
    await expect(registry.release('demo')).rejects.toMatchObject({ code: 'slot.field_overridden' });
    await settle();
    expect(runtime.models).toEqual(['demo', 'other']);
    expect(slots.get('primary').state).toBe('ready');
    expect(config.read('conf.d/10.toml')).toContain('demo');
  });

  it('loads a model anew that stands in other files, once nobody is served, and not because one has moved', async () => {
    const { slot, slots, modelFiles, runtime, clock } = await setup();
    const file = (path: string, sha256: string) => [{ role: 'main', path, sizeBytes: 1, sha256 } as const];
    modelFiles.set('other', file('/models/other.gguf', 'a'));
    slots.follow();
    await settle();
    const before = runtime.seen.length;
    modelFiles.set('other', file('/moved/other.gguf', 'a'));
    slots.follow();
    await settle();
    expect(runtime.seen.slice(before)).toEqual([]);
    const lease = await slots.waitForTurn(slot('primary'), new AbortController().signal);
    modelFiles.set('demo', file('/models/newer.gguf', 'b'));
    slots.follow();
    await settle();
    expect(runtime.seen.slice(before)).toEqual([]);
    lease.release();
    await clock.advance(1_000);
    await settle();
    expect(runtime.seen.slice(before)).toEqual(['unload demo', 'load demo']);
    expect([slots.get('primary').state, slot('primary').isOutdated]).toEqual(['ready', false]);
  });

  it('loads a model anew that was exchanged while it was being loaded, also when its old files are gone by then', async () => {
    const { slot, slots, modelFiles, runtime, clock } = await setup();
    const exchange = (sha256: string) => {
      modelFiles.set('demo', [{ role: 'main', path: `/models/${sha256}.gguf`, sizeBytes: 1, sha256 }]);
      slots.follow();
    };
    exchange('a');
    await settle();
    for (const failure of [undefined, new Error('no such file')]) {
      slots.unload('primary');
      await settle();
      const before = runtime.seen.length;
      const letGo = runtime.holdUp();
      runtime.failNextLoadWith = failure;
      runtime.throwsOutOnFailure = false;
      const request = slots.waitForTurn(slot('primary'), new AbortController().signal);
      await settle();
      expect(slots.get('primary').state).toBe('warming');
      exchange(failure ? 'c' : 'b');
      letGo();
      await settle();
      await clock.advance(1_000);
      (await request).release();
      await clock.advance(1_000);
      await settle();
      expect(runtime.seen.slice(before).filter((order) => order === 'load demo')).toHaveLength(2);
      expect([slots.get('primary').state, slot('primary').isOutdated]).toEqual(['ready', false]);
    }
  });

  it('reads the new files of a model that two slots share, once none of them is served from the old ones', async () => {
    const { slot, slots, modelFiles, runtime, clock } = await setup();
    await slots.configure('coder', { model: 'demo' });
    await slots.loaded('coder');
    modelFiles.set('demo', [{ role: 'main', path: '/models/a.gguf', sizeBytes: 1, sha256: 'a' }]);
    slots.follow();
    await settle();
    const before = runtime.seen.length;
    const lease = await slots.waitForTurn(slot('coder'), new AbortController().signal);
    modelFiles.set('demo', [{ role: 'main', path: '/models/b.gguf', sizeBytes: 1, sha256: 'b' }]);
    slots.follow();
    await settle();
    expect(runtime.seen.slice(before)).toEqual([]);
    lease.release();
    await clock.advance(1_000);
    await settle();
    expect(runtime.seen.slice(before)).toEqual(['unload demo', 'load demo']);
    expect([slots.get('primary').state, slots.get('coder').state]).toEqual(['ready', 'ready']);
    expect([slot('primary').isOutdated, slot('coder').isOutdated]).toEqual([false, false]);
  });

  it('loads a model anew whose defaults have changed, unless the slot speaks of that itself', async () => {
    const { slots, modelDefaults, runtime } = await setup();
    await slots.configure('coder', { contextSize: 512 });
    await settle();
    const before = runtime.seen.length;
    modelDefaults.set('demo', { contextSize: 1_024 }).set('other', { contextSize: 1_024 });
    slots.follow();
    await settle();
    expect(slots.get('primary')).toMatchObject({ contextSize: 1_024, fromModel: ['contextSize'] });
    expect(slots.get('coder')).toMatchObject({ contextSize: 512, fromModel: [] });
    expect(runtime.seen.slice(before)).toEqual(['unload demo', 'load demo']);
  });
});

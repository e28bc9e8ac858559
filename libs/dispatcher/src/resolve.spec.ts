import { slotsFixture, type SlotsFixture } from '@hal0/slots/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import { resolve } from './resolve.js';

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

const open: SlotsFixture[] = [];
afterEach(async () => {
  for (const fixture of open.splice(0)) await fixture.remove();
});

async function setup() {
  const fixture = slotsFixture(CAPABILITIES);
  open.push(fixture);
  return fixture;
}

describe('resolve', () => {
  it.each([
    ['primary', 'primary'],
    ['hal0/coder', 'coder'],
    ['shared', 'primary'],
    [undefined, 'coder'],
    ['spare', 'spare'],
  ])('sends a chat for %s to the slot %s', async (model, slot) => {
    const { slots } = await setup();
    expect(resolve(slots.index(), model, 'llm').name).toBe(slot);
  });

  it('prefers the slot that has the model loaded, and avoids one that is broken', async () => {
    const { slots, slot } = await setup();
    await slots.loaded('coder');
    expect(resolve(slots.index(), 'shared', 'llm').name).toBe('coder');
    slot('primary').moveTo('starting', 'test');
    slot('primary').moveTo('error', 'test');
    slot('coder').moveTo('offline', 'test');
    expect(resolve(slots.index(), 'shared', 'llm').name).toBe('coder');
  });

  it.each([['nothing'], ['spare-model'], ['hal0/nothing']])('says what was tried for %s', async (model) => {
    const { slots } = await setup();
    expect(() => resolve(slots.index(), model, 'llm')).toThrow(
      expect.objectContaining({ code: 'dispatch.no_route', details: expect.objectContaining({ model }) }),
    );
  });

  it('refuses a chat for a slot of another type', async () => {
    const { slots } = await setup();
    expect(() => resolve(slots.index(), 'embed', 'llm')).toThrow(
      expect.objectContaining({ code: 'dispatch.type_mismatch', httpStatus: 400 }),
    );
  });

  it('has no default for a type that no slot serves', async () => {
    const { slots } = await setup();
    expect(() => resolve(slots.index(), undefined, 'tts')).toThrow(
      expect.objectContaining({ code: 'dispatch.no_route' }),
    );
  });
});

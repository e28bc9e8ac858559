import { AuditEvent } from '@hal0/platform';
import { FakeClock, RecordingEventBus, temporaryHome } from '@hal0/platform/testing';
import { SlotNotFoundError, type SlotsService } from '@hal0/slots';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { ApiKeysService } from './api-keys.service.js';
import { KeyAlreadyExistsError, KeyNotFoundError, KeysUnreadableError } from './keys.errors.js';

let home: ReturnType<typeof temporaryHome>;
let clock: FakeClock;
let events: RecordingEventBus;
let keys: ApiKeysService;

/** A box that has the slots `primary` and `small`. */
const slots = {
  get: (name: string) => {
    if (!['primary', 'small'].includes(name)) throw new SlotNotFoundError(name, ['primary', 'small']);
  },
} as Partial<SlotsService> as SlotsService;

/** hal0 as it is after a start on the same files. */
async function started(): Promise<ApiKeysService> {
  const service = new ApiKeysService(home.paths, slots, clock, events);
  await service.onModuleInit();
  return service;
}

beforeEach(async () => {
  home = temporaryHome();
  clock = new FakeClock();
  events = new RecordingEventBus();
  keys = await started();
});
afterEach(() => home.remove());

describe('ApiKeysService', () => {
  it('makes a key that is told once and known from then on, by its limits', async () => {
    const { key, ...told } = await keys.create({ name: 'phone', slots: ['small'], localOnly: true });
    expect(key).toMatch(/^hal0_[\w-]{43}$/);
    expect(told).toEqual({
      name: 'phone',
      slots: ['small'],
      localOnly: true,
      createdAt: '2026-01-01T00:00:00.000Z',
      lastUsedAt: null,
    });
    expect(keys.list()).toEqual([told]);
    expect(keys.find(key)?.grant).toEqual({ keyName: 'phone', slots: new Set(['small']), localOnly: true });
    expect(keys.find(`${key}x`)).toBeUndefined();
    expect((await started()).find(key)?.grant).toEqual(keys.find(key)?.grant);
  });

  it('keeps the file to its owner, and no key in it', async () => {
    const { key } = await keys.create({ name: 'phone' });
    expect(statSync(home.paths.apiKeys).mode & 0o777).toBe(0o600);
    expect(readFileSync(home.paths.apiKeys, 'utf8')).not.toContain(key);
    expect(JSON.stringify(events.published)).not.toContain(key);
  });

  it('does not know a key that is revoked, not even after a restart', async () => {
    const { key } = await keys.create({ name: 'phone' });
    await keys.revoke('phone');
    expect(keys.find(key)).toBeUndefined();
    expect((await started()).find(key)).toBeUndefined();
    expect(events.ofType(AuditEvent).map(({ record }) => [record.action, record.target, record.outcome])).toEqual([
      ['key.created', 'phone', 'ok'],
      ['key.revoked', 'phone', 'ok'],
    ]);
  });

  it('refuses a second key of a name, one for a slot that is not there, and to revoke what is not there', async () => {
    await keys.create({ name: 'phone' });
    await expect(keys.create({ name: 'phone' })).rejects.toThrow(KeyAlreadyExistsError);
    await expect(keys.create({ name: 'tv', slots: ['large'] })).rejects.toThrow(SlotNotFoundError);
    await expect(keys.revoke('tv')).rejects.toThrow(KeyNotFoundError);
    expect(keys.list().map(({ name }) => name)).toEqual(['phone']);
  });

  it('loses none of those that are made at once', async () => {
    await Promise.all(['a', 'b', 'c'].map((name) => keys.create({ name })));
    expect((await started()).list().map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  });

  it('tells the last use at once, and keeps it a minute later', async () => {
    const { key } = await keys.create({ name: 'phone' });
    await clock.advance(5_000);
    const used = keys.find(key);
    if (used) keys.used(used);
    const at = '2026-01-01T00:00:05.000Z';
    expect(keys.list()[0]?.lastUsedAt).toBe(at);
    expect((await started()).list()[0]?.lastUsedAt).toBeNull();
    await clock.advance(60_000);
    await keys.onApplicationShutdown();
    expect((await started()).list()[0]?.lastUsedAt).toBe(at);
  });

  it('keeps a last use of the minute before the end', async () => {
    const { key } = await keys.create({ name: 'phone' });
    const used = keys.find(key);
    if (used) keys.used(used);
    await keys.onApplicationShutdown();
    expect((await started()).list()[0]?.lastUsedAt).toBe('2026-01-01T00:00:00.000Z');
  });

  it.each(['', '{', '{"keys":[{"name":"x"}]}', '{"keys":"none"}'])(
    'opens to nobody and writes nothing with a file that says %j',
    async (text) => {
      mkdirSync(home.paths.state, { recursive: true });
      writeFileSync(home.paths.apiKeys, text);
      const broken = await started();
      await expect(broken.create({ name: 'phone' })).rejects.toThrow(KeysUnreadableError);
      expect(() => broken.list()).toThrow(KeysUnreadableError);
      expect(readFileSync(home.paths.apiKeys, 'utf8')).toBe(text);
    },
  );
});

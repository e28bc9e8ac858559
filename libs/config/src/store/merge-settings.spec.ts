import { describe, expect, it } from '@jest/globals';
import { mergeSettings } from './merge-settings.js';
import { redactSettings } from './redact-settings.js';
import { tableChanges } from './table-changes.js';

function deep<T>(depth: number, around: (inner: unknown) => T): T {
  let value = around(1);
  for (let i = 1; i < depth; i += 1) value = around(value);
  return value;
}

describe('mergeSettings', () => {
  it('merges tables, replaces scalars and lists, and removes what is null', () => {
    const table = { api: { port: 9000, host: '::', allowed_hosts: ['a', 'b'] }, dispatcher: { max_wait_seconds: 60 } };
    const partial = {
      api: { port: 9001, host: null, allowed_hosts: ['c'] },
      dispatcher: null,
      activity: { max_rows: 500 },
    };
    expect(mergeSettings(table, partial)).toEqual({
      api: { port: 9001, allowed_hosts: ['c'] },
      activity: { max_rows: 500 },
    });
  });

  it('makes no empty table', () => {
    expect(mergeSettings({}, { api: {}, upstreams: { x: { url: null } } })).toEqual({});
  });

  it('keeps a table whose last value is removed, and not one whose last table is', () => {
    const table = { api: { port: 9000 }, upstreams: { x: { url: 'u' } } };
    expect(mergeSettings(table, { api: { port: null }, upstreams: { x: null } })).toEqual({ api: {} });
  });

  it('changes nothing when what was read is sent back whole', () => {
    const table = {
      api: { port: 9000 },
      upstreams: { token: { url: 'http://x', api_key: 'sk-very-secret', password: '' } },
    };
    expect(mergeSettings(table, redactSettings(table))).toEqual(table);
  });

  it('keeps an address whose credentials were hidden when it was read', () => {
    const table = { upstreams: { x: { url: 'http://x.example/v1?key=abcdefgh' } } };
    const read = redactSettings(table);
    expect(JSON.stringify(read)).not.toContain('abcdefgh');
    expect(mergeSettings(table, read)).toEqual(table);
  });

  it.each([
    ['api.port', { api: { port: {} } }],
    ['api.port', { api: { port: { x: null } } }],
    ['colour', { colour: {} }],
  ])('puts a table where a value, or nothing, belongs, so that it is refused: %s', (path, partial) => {
    const merged = mergeSettings({ api: { port: 9000 } }, partial);
    expect(tableChanges({ api: { port: 9000 } }, merged)[0]?.path).toBe(path);
  });

  it.each<[string, Record<string, unknown>]>([
    ['api.allowed_hosts.0', { api: { allowed_hosts: [null] } }],
    ['api.host', { api: { host: '\ud800' } }],
    ['api.port', { api: { port: 2 ** 60 } }],
    ['a.a.a.a', deep(20_000, (inner) => ({ a: inner }))],
    ['a.0.0.0', { a: deep(5_000, (inner) => [inner]) }],
  ])('refuses what TOML cannot hold: %s', (path, partial) => {
    expect(() => mergeSettings({}, partial)).toThrow(
      expect.objectContaining({ code: 'config.invalid', details: expect.objectContaining({ path }) }),
    );
  });

  it('takes the old name of a key away with what it said', () => {
    const table = { slots: { idle_timeout_s: 60, max_slots: 2 }, api: { telemetry: true, port: 1 } };
    expect(mergeSettings(table, { slots: { idle_timeout_seconds: 90 } })).toEqual({
      slots: { idle_timeout_seconds: 90, max_slots: 2 },
      api: table.api,
    });
    expect(mergeSettings(table, { slots: { idle_timeout_seconds: null }, telemetry: null })).toEqual({
      slots: { max_slots: 2 },
      api: { port: 1 },
    });
    expect(mergeSettings(table, { slots: { max_slots: 3 } })).toMatchObject({ slots: { idle_timeout_s: 60 } });
  });

  it('leaves the version of the file to migration', () => {
    const table = { meta: { schema_version: 2 } };
    expect(mergeSettings(table, { meta: { schema_version: 2 } })).toEqual(table);
    expect(mergeSettings({}, { meta: { schema_version: 1 } })).toEqual({});
    for (const schema_version of [1, 3, null, 'x']) {
      expect(() => mergeSettings(table, { meta: { schema_version } })).toThrow('hal0 config migrate');
    }
  });

  it('leaves slots to their own routes, but takes what holds for all of them', () => {
    expect(mergeSettings({}, { slots: { max_slots: 3 } })).toEqual({ slots: { max_slots: 3 } });
    expect(() => mergeSettings({}, { slots: { max_slots: 3, primary: { model: 'x' } } })).toThrow(
      expect.objectContaining({ code: 'config.slots_elsewhere', details: { path: 'slots.primary', slot: 'primary' } }),
    );
    expect(() => mergeSettings({}, { slots: { primary: null } })).toThrow('/api/slots/primary');
  });
});

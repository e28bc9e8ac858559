import { describe, expect, it } from '@jest/globals';
import { mergeSettings } from './merge-settings.js';
import { redactSettings } from './redact-settings.js';

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

  it('leaves slots to their own routes, but takes what holds for all of them', () => {
    expect(mergeSettings({}, { slots: { max_slots: 3 } })).toEqual({ slots: { max_slots: 3 } });
    expect(() => mergeSettings({}, { slots: { max_slots: 3, primary: { model: 'x' } } })).toThrow(
      expect.objectContaining({ code: 'config.slots_elsewhere', details: { path: 'slots.primary', slot: 'primary' } }),
    );
    expect(() => mergeSettings({}, { slots: { primary: null } })).toThrow('/api/slots/primary');
  });
});

import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '../layers/load-config.js';
import { checkValue } from '../validation/check-value.js';
import { fieldPlace } from '../validation/field-place.js';
import { fieldCatalogue } from './field-catalogue.js';
import { settingsSchema } from './settings-schema.js';

const SECTIONS = [
  'meta',
  'api',
  'paths',
  'slots',
  'profiles',
  'dispatcher',
  'telemetry',
  'models',
  'memory',
  'update',
  'upstreams',
  'openwebui',
  'activity',
  'lemonade',
];

describe('settingsSchema', () => {
  it('has every documented section, with words for people', () => {
    const { properties, additionalProperties } = settingsSchema();
    expect(Object.keys(properties)).toEqual(SECTIONS);
    expect(additionalProperties).toBe(false);
    expect(Object.values(properties).map(({ description }) => description)).not.toContain('');
  });

  it('tells types, bounds, defaults and listed values as they are checked', () => {
    const { properties } = settingsSchema();
    expect(properties['api']).toMatchObject({
      properties: {
        port: {
          type: 'integer',
          minimum: 0,
          maximum: 65_535,
          default: 8080,
          'x-hal0-applies': 'service-restart',
          'x-hal0-doc': 'configuration-reference.md#api-port',
        },
        log_level: {
          type: 'string',
          enum: ['error', 'warn', 'info', 'debug'],
          default: 'info',
          'x-hal0-applies': 'immediate',
        },
        allowed_hosts: { type: 'array', uniqueItems: true, default: [], items: { type: 'string' } },
      },
    });
    expect(properties['dispatcher']).toMatchObject({
      properties: {
        prefetch_timeout_seconds: { exclusiveMinimum: 0, 'x-hal0-unit': 'seconds' },
      },
    });
  });

  it('describes slots and upstreams as tables of any name', () => {
    const { properties } = settingsSchema();
    expect(properties['slots']).toMatchObject({
      additionalProperties: { properties: { device: { enum: expect.arrayContaining(['npu']) } } },
    });
    expect(properties['upstreams']).toMatchObject({
      properties: {},
      additionalProperties: { properties: { url: { type: 'string', format: 'uri' } } },
    });
  });
});

describe('fieldCatalogue', () => {
  const fields = fieldCatalogue();

  it.each(fields.map((field) => [field.path, field] as const))(
    '%s has words, a value that suits it, and an anchor of its own',
    (path, field) => {
      expect(field.description).toMatch(/[.]$/);
      expect(field.expects.length).toBeGreaterThan(3);
      expect(fields.filter(({ anchor }) => anchor === field.anchor)).toHaveLength(1);
      const place = fieldPlace(path.split('.'), false);
      expect(place.kind).toBe('value');
      if (place.kind !== 'value') return;
      for (const value of [field.default, ...field.examples].filter((known) => known !== undefined)) {
        expect(checkValue(place.schema, place.property, value)).toBeUndefined();
      }
    },
  );

  it('names what is built in as a configuration without files has it', () => {
    const { settings } = loadConfig('/nowhere', {});
    for (const { path, default: builtIn } of fields.filter((field) => !field.path.includes('<name>'))) {
      const value = path.split('.').reduce<unknown>((table, key) => (table as Record<string, unknown>)[key], settings);
      expect([path, value]).toEqual([path, builtIn]);
    }
  });

  it('is what the reference page tells, anchor by anchor', () => {
    const page = join(import.meta.dirname, '../../../../docs/configuration-reference.md');
    expect(existsSync(page)).toBe(true);
    const text = readFileSync(page, 'utf8');
    expect(fields.filter(({ anchor }) => !text.includes(`<a id="${anchor}"></a>`))).toEqual([]);
  });
});

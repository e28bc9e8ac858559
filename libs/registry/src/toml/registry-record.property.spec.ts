import { parseToml, printToml } from '@hal0/platform';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isAbsolute } from 'node:path';
import { isModelId, type Model } from '../model.js';
import { aModel } from '../testing/a-model.js';
import { printRecords } from './print-records.js';
import { readRecords } from './registry-record.js';

const FIELDS = [
  'id',
  'name',
  'path',
  'size_bytes',
  'capabilities',
  'tags',
  'defaults',
  'metadata',
  'files',
  'checkpoint',
];
const value = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.constantFrom('/a/b.gguf', '/../x', 'chat', 'flm', 'a:b'),
  fc.array(fc.oneof(fc.constantFrom('chat', 'asr', 'vision'), fc.string())),
  fc.dictionary(fc.constantFrom('role', 'path', 'sha256', 'context_size', 'toy'), fc.oneof(fc.string(), fc.integer())),
);
const record = fc.dictionary(fc.constantFrom(...FIELDS), value);
const models = fc.oneof(
  fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('a', '../x')), record),
  fc.array(record),
  value,
);

describe('records of a registry.toml', () => {
  it('are sound or refused, whatever the file holds', () => {
    fc.assert(
      fc.property(models, (content) => {
        for (const found of readRecords({ models: content })) {
          if ('reason' in found) continue;
          expect(isModelId(found.id)).toBe(true);
          expect(found.checkpoint === null).toBe(found.files.length > 0);
          for (const { path, sizeBytes } of found.files) {
            expect(isAbsolute(path) && !path.split('/').includes('..')).toBe(true);
            expect(sizeBytes).toBeGreaterThanOrEqual(0);
          }
        }
      }),
    );
  });

  it('say what was written, whatever people called things', () => {
    const ids = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}(?:[/:][A-Za-z0-9]{1,10})?$/);
    fc.assert(
      fc.property(ids, fc.string(), fc.string(), (id, name, folder) => {
        const path = `/m/${folder.replaceAll(/[\0/]|^\.\.?$/g, '')}x.gguf`;
        const model: Model = aModel({ id, path, name: name.trim() || id });
        const [read] = readRecords(parseToml(printRecords([model]), 'registry.toml'));
        expect(read).toMatchObject({ id, files: [{ path: path.trim() }], type: 'llm' });
        expect((read as { name: string | null }).name ?? id).toBe(model.name);
      }),
    );
  });

  it('are none where the file speaks of something else', () => {
    expect(readRecords(parseToml(printToml({ slots: {} }), 'registry.toml'))).toEqual([]);
  });
});

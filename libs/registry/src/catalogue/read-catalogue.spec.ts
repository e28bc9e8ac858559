import { describe, expect, it } from '@jest/globals';
import { FLM_RECIPE, RECIPES } from '../model.js';
import { CatalogueService } from './catalogue.service.js';
import { parseCatalogue, readCatalogue } from './read-catalogue.js';

const models = readCatalogue();

const file = (change: object) => ({ role: 'main', repository: 'org/small', path: 'small.gguf', ...change });

const entry = (change: object) => ({
  id: 'small',
  name: 'Small',
  description: 'A small one.',
  type: 'llm',
  recipe: 'llamacpp',
  license: 'mit',
  gated: false,
  labels: [],
  sizeBytes: 1,
  files: [file({})],
  ...change,
});

describe('the catalogue that comes with hal0', () => {
  it('has something for every type of slot', () => {
    expect([...new Set(models.map(({ type }) => type))].toSorted()).toEqual(Object.keys(RECIPES).toSorted());
  });

  it('runs each model with what runs its type, and fetches no NPU model from the hub', () => {
    for (const { id, type, recipe } of models) expect([id, recipe]).toEqual([id, RECIPES[type]]);
    expect(models.map(({ recipe }) => recipe)).not.toContain(FLM_RECIPE);
  });

  it('holds no file that can run code when it is loaded', () => {
    const paths = models.flatMap(({ files }) => files.map(({ path }) => path));
    expect(paths.filter((path) => /\.(?:pt|pth|ckpt|pkl)$|pytorch.*\.bin$/.test(path))).toEqual([]);
  });

  it('gives a projector to every chat model that sees', () => {
    for (const { id, type, labels, files } of models.filter(({ type }) => type === 'llm')) {
      expect([id, type, files.some(({ role }) => role === 'mmproj')]).toEqual([id, 'llm', labels.includes('vision')]);
    }
  });

  it.each([
    ['qwen3.5-0.8b', 'llm', 0.7, 1.1],
    ['qwen3.5-9b', 'llm', 6.5, 7],
    ['Qwen3.6-27B-MTP-GGUF', 'llm', 18, 19],
    ['Qwen3-Coder-30B-A3B-Instruct-GGUF', 'llm', 18, 19],
    ['Qwen3.6-35B-A3B-MTP-GGUF', 'llm', 23, 24],
    ['qwen3-coder-next', 'llm', 47, 49],
    ['nomic-embed-text-v1.5-q8_0', 'embedding', 0.1, 0.3],
    ['bge-reranker-v2-m3-q4_k_m', 'reranking', 0.4, 0.5],
    ['Whisper-Tiny', 'transcription', 0.07, 0.08],
    ['Whisper-Base', 'transcription', 0.14, 0.16],
    ['Whisper-Large-v3-Turbo', 'transcription', 1.6, 1.7],
    ['kokoro-v1', 'tts', 0.3, 0.4],
    ['SD-Turbo-GGUF', 'image', 1.4, 2.1],
    ['Flux-2-Klein-9B-GGUF', 'image', 9, 20],
  ])('has %s, which the bundles need', (id, type, least, most) => {
    const found = new CatalogueService(models).find(id);
    expect(found).toMatchObject({ id, type });
    expect((found?.sizeBytes ?? 0) / 1e9).toBeGreaterThan(least);
    expect((found?.sizeBytes ?? 0) / 1e9).toBeLessThan(most);
  });

  it('finds ids in any case', () => {
    expect(new CatalogueService(models).find('whisper-tiny')?.id).toBe('Whisper-Tiny');
    expect(new CatalogueService(models).find('nothing')).toBeUndefined();
  });
});

describe('parseCatalogue', () => {
  it('takes an entry that has everything', () => {
    expect(parseCatalogue({ schemaVersion: 1, models: [entry({ license: null })] })).toHaveLength(1);
  });

  it.each([
    ['of another schema', { schemaVersion: 2, models: [] }, /schemaVersion/],
    ['with a field nobody knows', { schemaVersion: 1, models: [entry({ colour: 1 })] }, /models\.0\.colour/],
    ['with an unknown type', { schemaVersion: 1, models: [entry({ type: 'chat' })] }, /models\.0\.type/],
    ['with an id twice', { schemaVersion: 1, models: [entry({}), entry({ id: 'SMALL' })] }, /"SMALL" is there twice/],
    ['without a main file', { schemaVersion: 1, models: [entry({ files: [file({ role: 'vae' })] })] }, /0 main files/],
    ['with a path that leaves', { schemaVersion: 1, models: [entry({ files: [file({ path: 'a/../b' })] })] }, /path/],
  ])('refuses one %s', (_what, document, message) => {
    expect(() => parseCatalogue(document)).toThrow(message);
  });
});

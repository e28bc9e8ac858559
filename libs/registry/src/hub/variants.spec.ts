import { describe, expect, it } from '@jest/globals';
import type { HubFile } from './hub-repository.js';
import { defaultVariant, findVariant, mmprojFile, modelVariants } from './variants.js';

const repository = (files: Record<string, number>): HubFile[] =>
  Object.entries(files).map(([path, sizeBytes]) => ({ path, sizeBytes, sha256: null }));

const QWEN = repository({
  '.gitattributes': 1,
  'README.md': 2,
  'BF16/Qwen3.6-BF16-00002-of-00002.gguf': 30,
  'BF16/Qwen3.6-BF16-00001-of-00002.gguf': 50,
  'Qwen3.6-Q4_K_M.gguf': 19,
  'Qwen3.6-Q4_0.gguf': 17,
  'Qwen3.6-IQ4_XS.gguf': 16,
  'Qwen3.6-UD-Q4_K_XL.gguf': 20,
  'Qwen3.6-UD-Q2_K_XL.gguf': 9,
  'Q8_0/Qwen3.6-Q8_0-00001-of-00003.gguf': 9,
  'imatrix_unsloth.gguf': 1,
  'mmproj-BF16.gguf': 1,
  'mmproj-F16.gguf': 1,
  'mmproj-F32.gguf': 2,
  'dflash-kquant.gguf': 1,
  'mtp-Qwen3.6-Q8_0.gguf': 1,
});

describe('the variants of a repository', () => {
  it('are its quantisations, smallest first, without what only belongs to them', () => {
    expect(modelVariants(QWEN).map(({ name, sizeBytes, sharded }) => [name, sizeBytes, sharded])).toEqual([
      ['UD-Q2_K_XL', 9, false],
      ['IQ4_XS', 16, false],
      ['Q4_0', 17, false],
      ['Q4_K_M', 19, false],
      ['UD-Q4_K_XL', 20, false],
      ['BF16', 80, true],
    ]);
  });

  it('have all parts in their order, and none with a part missing', () => {
    expect(findVariant(modelVariants(QWEN), 'BF16')?.files.map(({ path }) => path)).toEqual([
      'BF16/Qwen3.6-BF16-00001-of-00002.gguf',
      'BF16/Qwen3.6-BF16-00002-of-00002.gguf',
    ]);
    expect(findVariant(modelVariants(QWEN), 'Q8_0')).toBeUndefined();
  });

  it.each([
    ['q4_k_m', 'Q4_K_M'],
    ['Q2_K_XL', 'UD-Q2_K_XL'],
    ['Qwen3.6-Q4_0.gguf', 'Q4_0'],
    ['BF16/Qwen3.6-BF16-00001-of-00002.gguf', 'BF16'],
    ['Qwen3.6-BF16-00001-of-00002.gguf', 'BF16'],
    ['Q3_K_M', undefined],
  ])('are found as %s', (wanted, name) => {
    expect(findVariant(modelVariants(QWEN), wanted)?.name).toBe(name);
  });

  it.each([
    [{ 'm-Q8_0.gguf': 8, 'm-Q4_K_M.gguf': 4, 'm-UD-Q4_K_XL.gguf': 5, 'm-Q2_K.gguf': 2 }, 'Q4_K_M'],
    [{ 'm-Q8_0.gguf': 8, 'm-Q2_K.gguf': 2, 'm-Q5_K_M.gguf': 5 }, 'Q5_K_M'],
    [{ 'gpt-oss-20b-mxfp4.gguf': 12 }, 'MXFP4'],
    [{ 'm-f16.gguf': 16, 'm-f32.gguf': 32 }, 'F16'],
    [{ 'model.safetensors': 3, 'model.Q8_0.gguf': 2 }, 'Q8_0'],
  ])('of %j are taken by what most people want', (files, name) => {
    expect(defaultVariant(modelVariants(repository(files)))?.name).toBe(name);
  });

  it('are called by their file where the quantisation does not tell them apart', () => {
    const names = modelVariants(repository({ 'a-1B-Q8_0.gguf': 1, 'a-3B-Q8_0.gguf': 3, 'plain.gguf': 4 }));
    expect(names.map(({ name }) => name)).toEqual(['a-1B-Q8_0', 'a-3B-Q8_0', 'plain']);
    const folders = modelVariants(repository({ 'small/model.gguf': 1, 'large/model.gguf': 3 }));
    expect(folders.map(({ name }) => name)).toEqual(['small/model', 'large/model']);
  });

  it('of whisper.cpp are its sizes, without the files for other programs', () => {
    const files = { 'ggml-tiny.bin': 1, 'ggml-base.en-q5_1.bin': 2, 'ggml-tiny-encoder.mlmodelc.zip': 1 };
    const variants = modelVariants(repository({ ...files, 'pytorch_model.bin': 9, 'weights.pt': 9 }));
    expect(variants.map(({ name }) => name)).toEqual(['tiny', 'base.en-q5_1']);
    expect(findVariant(variants, 'ggml-tiny.bin')?.name).toBe('tiny');
    expect(findVariant(variants, 'base.en-q5_1')?.files[0]?.path).toBe('ggml-base.en-q5_1.bin');
  });

  it('may be safetensors of one file, and never pickles', () => {
    const files = { 'sd_turbo.safetensors': 5, 'unet/model-00001-of-00002.safetensors': 3, 'sd.ckpt': 4 };
    expect(modelVariants(repository(files)).map(({ name }) => name)).toEqual(['sd_turbo']);
    expect(defaultVariant(modelVariants(repository({ 'pytorch_model.bin': 1 })))).toBeUndefined();
  });

  it('are found in a repository of thousands of files', () => {
    const names = Array.from({ length: 20_000 }, (_, at) => [`${at}/model-${at}-Q8_0.gguf`, 1] as const);
    expect(modelVariants(repository(Object.fromEntries(names)))).toHaveLength(20_000);
  });
});

describe('the projector that goes with a model', () => {
  it('is the F16 one', () => {
    expect(mmprojFile(QWEN)?.path).toBe('mmproj-F16.gguf');
  });

  it('is what there is otherwise', () => {
    expect(mmprojFile(repository({ 'm-Q4_0.gguf': 1, 'mmproj-m-Q8_0.gguf': 1 }))?.path).toBe('mmproj-m-Q8_0.gguf');
    expect(mmprojFile(repository({ 'm-Q4_0.gguf': 1 }))).toBeUndefined();
  });
});

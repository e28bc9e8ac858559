import { Hal0Error } from '@hal0/platform';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ggufBytes } from '../../testing/gguf-bytes.js';
import type { ByteSource } from './byte-source.js';
import { boxFit } from '../../fit/box-fit.js';
import { readGguf } from './gguf-header.js';

const HEADER = {
  'general.architecture': 'llama',
  'general.name': ' A model ',
  'general.license': 'mit',
  'llama.context_length': 256,
  'llama.block_count': 2,
  'llama.embedding_length': 64,
  'llama.attention.head_count': [4, 8],
  'tokenizer.ggml.tokens': { texts: 40 },
  'tokenizer.chat_template': '{% if tools %}{% endif %}',
};

/** Gives no more at once than it is asked for, so that every place is the end of a window once. */
const inMemory = (bytes: Buffer): ByteSource => ({
  sizeBytes: bytes.length,
  async read(position, length) {
    return bytes.subarray(position, position + length);
  },
});

describe('readGguf', () => {
  it('reads the same however small the pieces are', async () => {
    const bytes = ggufBytes(HEADER);
    const large: ByteSource = { ...inMemory(bytes), read: async (position) => bytes.subarray(position) };
    const header = await readGguf(inMemory(bytes), 'x');
    expect(header).toEqual(await readGguf(large, 'x'));
    expect(header).toMatchObject({ name: 'A model', license: 'mit', type: 'llm', facts: { heads: 8, vocabulary: 40 } });
  });

  it('says of every shortened file that it is truncated', async () => {
    const bytes = ggufBytes(HEADER);
    for (let length = 0; length < bytes.length; length += 7) {
      await expect(readGguf(inMemory(bytes.subarray(0, length)), 'x')).rejects.toMatchObject({
        code: 'model.file_corrupt',
      });
    }
  });

  it('makes of a broken header a model whose fit can be told or an error that tells, and nothing else', async () => {
    const bytes = ggufBytes(HEADER);
    const places = fc.array(fc.tuple(fc.nat({ max: bytes.length - 129 }), fc.nat({ max: 255 })), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(places, async (changes) => {
        const broken = Buffer.from(bytes);
        for (const [place, value] of changes) broken[place] = value;
        const result = await readGguf(inMemory(broken), 'x').catch((error: unknown) => error as Error);
        if (result instanceof Error) return expect(result).toBeInstanceOf(Hal0Error);
        const { shape, contextLength } = result;
        const system = { limitMib: 16_384, freeMib: 16_384, limitedBy: 'main memory' };
        const fit = boxFit({ type: 'llm', sizeBytes: 1_000_000, shape, contextLength }, { system, gpu: null });
        expect(fit.needMib).toBeGreaterThan(0);
      }),
      { numRuns: 400 },
    );
  });
});

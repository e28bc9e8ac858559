import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ggufBytes, type HeaderValue } from '../testing/gguf-bytes.js';
import { ModelInspector } from './model-inspector.js';

const DEMO = fileURLToPath(new URL('../../../../installer/demo/models/', import.meta.url));

const scratch = mkdtempSync(join(tmpdir(), 'hal0-facts-'));
afterAll(() => rmSync(scratch, { recursive: true }));
let files = 0;

function inspect(header: Record<string, HeaderValue>) {
  const path = join(scratch, `${files++}.gguf`);
  writeFileSync(path, ggufBytes(header));
  return new ModelInspector().inspect(path);
}

const llama = { 'general.architecture': 'llama', 'llama.block_count': 2, 'llama.embedding_length': 64 };

describe('what a model file says about itself', () => {
  it('is all there is to know of the demo chat model', async () => {
    const { facts } = await new ModelInspector().inspect(join(DEMO, 'hal0-demo-chat-2m-q8_0.gguf'));
    expect(facts).toEqual({
      architecture: 'llama',
      parameters: 2_164_416,
      quantization: 'Q8_0',
      layers: 4,
      heads: 6,
      headsKv: 6,
      embeddingLength: 192,
      vocabulary: 2048,
      contextLength: 2048,
      chatTemplate: true,
      toolCalling: true,
      reasoning: false,
      poolingType: null,
      fileType: null,
    });
  });

  it('is how an embedding is made', async () => {
    const { facts } = await new ModelInspector().inspect(join(DEMO, 'hal0-demo-embed-2m-q8_0.gguf'));
    expect(facts).toMatchObject({ architecture: 'bert', poolingType: 'mean', chatTemplate: false });
    const rerank = await new ModelInspector().inspect(join(DEMO, 'hal0-demo-rerank-2m-q8_0.gguf'));
    expect(rerank.facts).toMatchObject({ poolingType: 'rank' });
  });

  it('is the shape of a whisper.cpp model', async () => {
    const { facts } = await new ModelInspector().inspect(join(DEMO, 'hal0-demo-whisper-en.bin'));
    expect(facts).toMatchObject({ architecture: 'whisper', contextLength: null, chatTemplate: false });
    expect(facts?.layers).toBeGreaterThan(0);
    expect(facts?.vocabulary).toBeGreaterThan(1_000);
  });

  it.each([
    ['{% if tools %}{{ tools | tojson }}{% endif %}', true, false],
    ["{{ '<think>' }}{% if enable_thinking %}x{% endif %}", false, true],
    ['{% if tools %}{% endif %}{% if message.reasoning_content %}{% endif %}', true, true],
    ['You have tools. {{ messages }}', false, false],
  ])('tells from the chat template %j what it can do', async (template, toolCalling, reasoning) => {
    const { facts, labels } = await inspect({ ...llama, 'tokenizer.chat_template': template });
    expect(facts).toMatchObject({ chatTemplate: true, toolCalling, reasoning });
    expect(labels).toEqual([...(toolCalling ? ['tool-calling'] : []), ...(reasoning ? ['reasoning'] : [])]);
  });

  it('takes the largest of what differs from layer to layer', async () => {
    const heads = { 'llama.attention.head_count': [8, 16], 'llama.attention.head_count_kv': [0, 4] };
    expect((await inspect({ ...llama, ...heads })).facts).toMatchObject({ heads: 16, headsKv: 4 });
  });

  it.each([
    [15, 'Q4_K_M'],
    [32, 'BF16'],
    [999, null],
  ])('names file type %i', async (type, quantization) => {
    expect((await inspect({ ...llama, 'general.file_type': type })).facts).toMatchObject({ quantization });
  });

  it('counts the numbers in all files of a split model, and does not guess when one is missing', async () => {
    const shard = ggufBytes({ 'split.no': 1 });
    for (const at of [1, 2])
      writeFileSync(join(scratch, `two-0000${at}-of-00002.gguf`), at === 1 ? ggufBytes(llama) : shard);
    writeFileSync(join(scratch, 'lost-00001-of-00002.gguf'), ggufBytes(llama));
    const parameters = async (name: string) =>
      (await new ModelInspector().inspect(join(scratch, name))).facts?.parameters;
    expect(await parameters('two-00001-of-00002.gguf')).toBe(64);
    expect(await parameters('lost-00001-of-00002.gguf')).toBeNull();
  });

  it.each([
    [{ 'general.architecture': 'clip' }, /projector/],
    [{ ...llama, 'general.type': 'adapter' }, /adapter/],
    [{ ...llama, 'general.type': 'imatrix' }, /importance matrix/],
  ])('does not take %j for a model', async (header, message) => {
    await expect(inspect(header)).rejects.toMatchObject({
      code: 'model.not_a_model',
      message: expect.stringMatching(message),
    });
  });

  it('does not guess the type of a GGUF that names no architecture', async () => {
    await expect(inspect({ 'general.name': 'something' })).rejects.toMatchObject({ code: 'model.type_unknown' });
    expect(await inspect({ 'general.architecture': 'flux' })).toMatchObject({ type: 'image', labels: [] });
  });

  it('keeps what a file is for apart from what somebody says it is for', async () => {
    const inspector = new ModelInspector();
    const path = join(DEMO, 'hal0-demo-chat-2m-q8_0.gguf');
    expect((await inspector.inspect(path, 'embedding')).type).toBe('embedding');
    expect((await inspector.inspect(path)).type).toBe('llm');
  });
});

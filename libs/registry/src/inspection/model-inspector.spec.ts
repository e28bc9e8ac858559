import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ModelInspector } from './model-inspector.js';

const DEMO = fileURLToPath(new URL('../../../../installer/demo/models/', import.meta.url));
const CHAT = join(DEMO, 'hal0-demo-chat-2m-q8_0.gguf');

const scratch = mkdtempSync(join(tmpdir(), 'hal0-inspect-'));
afterAll(() => rmSync(scratch, { recursive: true }));

describe('ModelInspector', () => {
  it.each([
    [
      'hal0-demo-chat-2m-q8_0.gguf',
      { type: 'llm', architecture: 'llama', contextLength: 2048, labels: ['tool-calling'] },
    ],
    ['hal0-demo-embed-2m-q8_0.gguf', { type: 'embedding', architecture: 'bert', contextLength: 512, labels: [] }],
    ['hal0-demo-rerank-2m-q8_0.gguf', { type: 'reranking', architecture: 'bert', contextLength: 512, labels: [] }],
    ['hal0-demo-whisper-en.bin', { type: 'transcription', architecture: 'whisper', contextLength: null, labels: [] }],
  ])('tells what %s is from the file alone', async (file, expected) => {
    await expect(new ModelInspector().inspect(join(DEMO, file))).resolves.toMatchObject(expected);
  });

  it('names the first bytes of a file that is no GGUF', async () => {
    const page = scratchFile('page.gguf', '<html><body>404</body></html>');
    await expect(new ModelInspector().inspect(page, 'llm')).rejects.toMatchObject({
      code: 'model.file_corrupt',
      details: { reason: 'the file is not a GGUF (first bytes 3c68746d)' },
    });
  });

  it('refuses a GGUF as a whisper model', async () => {
    await expect(new ModelInspector().inspect(CHAT, 'transcription')).rejects.toMatchObject({
      details: { reason: 'the file is not a whisper.cpp model (first bytes 47475546)' },
    });
  });

  it('refuses an empty file and a missing one, each in its own words', async () => {
    const inspector = new ModelInspector();
    await expect(inspector.inspect(scratchFile('empty.gguf', ''), 'llm')).rejects.toMatchObject({
      details: { reason: 'the file is empty' },
    });
    await expect(inspector.inspect(join(DEMO, 'nothing.gguf'), 'llm')).rejects.toMatchObject({
      code: 'model.file_missing',
    });
    await expect(inspector.inspect(DEMO, 'llm')).rejects.toMatchObject({ code: 'model.file_missing' });
  });

  it('asks for the type of a file whose format does not tell', async () => {
    const voice = scratchFile('voice.onnx', 'some bytes');
    await expect(new ModelInspector().inspect(voice)).rejects.toMatchObject({ code: 'model.type_unknown' });
    await expect(new ModelInspector().inspect(voice, 'tts')).resolves.toMatchObject({ type: 'tts', sizeBytes: 10 });
  });

  // Cuts through the header, the tensor list and the data, down to the very last byte.
  it.each([4, 8, 20, 24, 100, 4_000, 60_000, 1_000_000, 2_354_047])(
    'notices a GGUF cut to %i bytes',
    async (length) => {
      const cut = scratchFile('cut.gguf', readFileSync(CHAT).subarray(0, length));
      await expect(new ModelInspector().inspect(cut, 'llm')).rejects.toMatchObject({ code: 'model.file_corrupt' });
    },
  );

  it('says how much of a cut file is there', async () => {
    const cut = scratchFile('cut.gguf', readFileSync(CHAT).subarray(0, 2_000_000));
    await expect(new ModelInspector().inspect(cut)).rejects.toThrow('2000000 of 2354048 bytes are there');
  });

  it('answers for a header full of nonsense instead of hanging or growing', async () => {
    const inspector = new ModelInspector();
    const whole = readFileSync(CHAT).subarray(0, 200_000);
    for (let at = 8; at < 400; at += 7) {
      const spoilt = Buffer.from(whole);
      spoilt.fill(0xff, at, at + 8);
      await expect(inspector.inspect(scratchFile(`spoilt-${at}.gguf`, spoilt), 'llm')).rejects.toMatchObject({
        code: 'model.file_corrupt',
      });
    }
  });

  it('notices that a file it has seen before was cut since', async () => {
    const inspector = new ModelInspector();
    const file = scratchFile('model.gguf', readFileSync(CHAT));
    await inspector.inspect(file, 'llm');
    truncateSync(file, 2_000_000);
    utimesSync(file, 1, 1);
    await expect(inspector.inspect(file, 'llm')).rejects.toMatchObject({ code: 'model.file_corrupt' });
  });
});

function scratchFile(name: string, content: string | Uint8Array): string {
  const path = join(scratch, name);
  writeFileSync(path, content);
  return path;
}

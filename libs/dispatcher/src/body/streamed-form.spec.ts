import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ModelNamedTwiceError } from './body.errors.js';
import { StreamedForm } from './streamed-form.js';

const TYPE = 'multipart/form-data; boundary=x1';
const folder = mkdtempSync(join(tmpdir(), 'hal0-forms-'));

function form(...parts: [name: string, content: string | Buffer, file?: string][]): Buffer {
  return Buffer.concat([
    ...parts.flatMap(([name, content, file]) => [
      Buffer.from(`--x1\r\nContent-Disposition: form-data; name="${name}"${file ? `; filename="${file}"` : ''}\r\n`),
      Buffer.from(file ? 'Content-Type: audio/wav\r\n\r\n' : '\r\n'),
      Buffer.from(content),
      Buffer.from('\r\n'),
    ]),
    Buffer.from('--x1--\r\n'),
  ]);
}

/** In pieces of a few bytes, as the worst of networks delivers them. */
function* pieces(bytes: Buffer, length: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

const receive = (bytes: Buffer, type = TYPE, memoryBytes = 1_048_576, length = 7) =>
  StreamedForm.receive(Readable.from(pieces(bytes, length)), type, { folder, memoryBytes });

const sent = async (body: Buffer | Readable | undefined): Promise<Buffer> =>
  Buffer.isBuffer(body) ? body : buffer(body as Readable);

afterAll(() => rmSync(folder, { recursive: true }));

describe('StreamedForm', () => {
  it('finds fields and files, wherever they stand', async () => {
    const body = await receive(
      form(['file', Buffer.from([0, 255, 13, 10, 45, 45]), 'model".wav'], ['model', 'stt'], ['prompt', '']),
    );
    expect(body?.text('model')).toBe('stt');
    expect(body?.text('prompt')).toBe('');
    expect(body?.size('file')).toBe(6);
    expect([body?.count('file'), body?.count('model'), body?.count('language')]).toEqual([1, 1, 0]);
  });

  it('exchanges the model and nothing else', async () => {
    const parts = (model: string) => form(['file', 'RIFF model', 'a.wav'], ['model', model], ['language', 'en']);
    expect((await receive(parts('stt')))?.forModel('hal0-demo-whisper')).toEqual(parts('hal0-demo-whisper'));
    expect((await receive(parts('demo')))?.forModel('demo')).toEqual(parts('demo'));
  });

  it('adds the model where none is named', async () => {
    const body = await receive(form(['file', 'RIFF', 'a.wav']));
    expect(body?.forModel('demo')).toEqual(form(['model', 'demo'], ['file', 'RIFF', 'a.wav']));
  });

  it('takes a name without quotes, a boundary in quotes and words in front of the form', async () => {
    const text = 'words\r\n--x 1\r\ncontent-disposition: form-data; name=model\r\n\r\nstt\r\n--x 1--';
    expect((await receive(Buffer.from(text), 'multipart/form-data; boundary="x 1"'))?.text('model')).toBe('stt');
  });

  it('does not take the name of a file for the name of a part', async () => {
    const text = '--x1\r\nContent-Disposition: form-data; filename="a"; name="file"\r\n\r\nb\r\n--x1--';
    expect((await receive(Buffer.from(text)))?.count('file')).toBe(1);
  });

  it.each([
    ['nothing', ''],
    ['JSON', '{"model":"stt"}'],
    ['a form that breaks off in a part', '--x1\r\nContent-Disposition: form-data; name="file"\r\n\r\nRIFF'],
    ['a form that breaks off after a part', '--x1\r\nContent-Disposition: form-data; name="file"\r\n\r\nRIFF\r\n--x1'],
    ['headers without end', `--x1\r\n${'a'.repeat(10_000)}\r\n\r\nb\r\n--x1--`],
    ['thousands of parts', `${'--x1\r\n\r\n\r\n'.repeat(5_000)}--x1--`],
  ])('is not %s', async (_what, text) => {
    expect(await receive(Buffer.from(text))).toBeUndefined();
  });

  it('is nothing without a boundary', async () => {
    expect(await receive(form(['model', 'stt']), 'multipart/form-data')).toBeUndefined();
  });

  it('keeps a large form whose model comes last in a file without a name, for as many attempts as it takes', async () => {
    const parts = (model: string) => form(['file', 'RIFF'.repeat(100), 'a.wav'], ['model', model]);
    const body = await receive(parts('stt'), TYPE, 64);
    expect(body?.replayable).toBe(true);
    expect(readdirSync(folder)).toEqual([]);
    const attempts = await Promise.all([sent(body?.forModel('demo')), sent(body?.forModel('small'))]);
    expect(attempts).toEqual([parts('demo'), parts('small')]);
    body?.dispose();
  });

  it('lets a large form whose model comes first through before its end is there', async () => {
    const parts = (model: string) => form(['model', model], ['file', 'RIFF'.repeat(100), 'a.wav'], ['language', 'en']);
    const bytes = parts('stt');
    let given = 0;
    const source = Readable.from(
      (function* () {
        for (const piece of pieces(bytes, 16)) {
          given += piece.length;
          yield piece;
        }
      })(),
      { highWaterMark: 1 },
    );
    const body = await StreamedForm.receive(source, TYPE, { folder, memoryBytes: 128 });
    expect(given).toBeLessThan(250);
    expect([body?.replayable, body?.text('model'), body?.text('language')]).toEqual([false, 'stt', undefined]);
    expect(await sent(body?.forModel('demo'))).toEqual(parts('demo'));
    expect(body?.text('language')).toBe('en');
  });

  it('does not let a second model through after the one that was checked', async () => {
    const body = await receive(
      form(['model', 'stt'], ['file', 'RIFF'.repeat(100), 'a'], ['model', 'other']),
      TYPE,
      128,
    );
    await expect(sent(body?.forModel('demo'))).rejects.toThrow(ModelNamedTwiceError);
  });

  it('keeps every byte of every file, in pieces of any size, whichever way it goes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        fc.uint8Array({ maxLength: 50 }),
        fc.integer({ min: 1, max: 90 }),
        fc.constantFrom(16, 100, 1_000),
        async (one, two, length, memory) => {
          const parts = (model: string) =>
            form(['file', Buffer.from(one), 'a'], ['model', model], ['other', Buffer.from(two), 'b']);
          const body = await receive(parts('stt'), TYPE, memory, length);
          expect(await sent(body?.forModel('demo'))).toEqual(parts('demo'));
          body?.dispose();
        },
      ),
    );
  });
});

import { StreamedForm } from '@hal0/dispatcher';
import { describe, expect, it } from '@jest/globals';
import { tmpdir } from 'node:os';
import { Readable } from 'node:stream';
import { TranscriptionAnswer } from './transcription-answer.js';

async function answerTo(fields: Record<string, string>): Promise<TranscriptionAnswer> {
  const parts = Object.entries(fields).map(
    ([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const bytes = Readable.from([Buffer.from(`${parts.join('')}--b--`)]);
  const form = await StreamedForm.receive(bytes, 'multipart/form-data; boundary=b', { folder: tmpdir() });
  if (!form) throw new Error('no form');
  return new TranscriptionAnswer(form);
}

describe('TranscriptionAnswer', () => {
  it('tells a transcript as a stream when one was asked for', async () => {
    const answer = await answerTo({ stream: 'true' });
    expect(answer.plainType).toContain('text/event-stream');
    expect(answer.plain(Buffer.from('{"text":"load the slot"}'))).toBe(
      'data: {"type":"transcript.text.delta","delta":"load the slot"}\n\n' +
        'data: {"type":"transcript.text.done","text":"load the slot"}\n\n',
    );
  });

  it('has no delta for silence', async () => {
    const answer = await answerTo({ stream: 'true', response_format: 'text' });
    expect(answer.plain(Buffer.from(''))).toBe('data: {"type":"transcript.text.done","text":""}\n\n');
  });

  it.each([
    ['json', 'application/json'],
    ['verbose_json', 'application/json'],
    ['srt', 'text/plain'],
    ['vtt', 'text/plain'],
  ])('passes %s as it is', async (format, type) => {
    const answer = await answerTo({ response_format: format });
    expect(String(answer.plain(Buffer.from('anything')))).toBe('anything');
    expect(answer.plainType).toContain(type);
  });

  it('puts words with their times beside the segments when they are asked for', async () => {
    const answer = await answerTo({ response_format: 'verbose_json', 'timestamp_granularities[]': 'word' });
    const body = { text: ' load', segments: [{ words: [{ word: ' load', start: 0.2, end: 0.5, probability: 1 }] }] };
    const { words, text } = JSON.parse(String(answer.plain(Buffer.from(JSON.stringify(body))))) as Record<
      string,
      unknown
    >;
    expect([words, text]).toEqual([[{ word: 'load', start: 0.2, end: 0.5 }], ' load']);
  });
});

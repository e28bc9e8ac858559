import { FakeClock } from '@hal0/platform/testing';
import { describe, expect, it } from '@jest/globals';
import { RealtimeSession } from './realtime-session.js';

const END = { slot: 'stt', model: 'demo-whisper', asked: 'hal0/stt' };

function setup() {
  const session = new RealtimeSession(END, new FakeClock());
  const say = (message: unknown) => {
    const { forward, answer } = session.fromClient(typeof message === 'string' ? message : JSON.stringify(message));
    return {
      forward: forward === undefined ? undefined : (JSON.parse(forward) as unknown),
      error: answer === undefined ? undefined : (JSON.parse(answer) as { error: unknown }).error,
    };
  };
  const hear = (event: object) => {
    const told = session.fromServer(JSON.stringify(event));
    return told === undefined ? undefined : (JSON.parse(told) as Record<string, unknown>);
  };
  return { session, say, hear };
}

const update = (session: unknown) => ({ type: 'session.update', session });

describe('what a client says in a realtime session', () => {
  it.each([
    '[1,2]',
    'null',
    '"text"',
    '5',
    '',
    'not json',
    '{"type":5}',
    '{}',
    '{"type":["session.update"]}',
    '{"type":"response.create"}',
    '{"type":"input_audio_buffer.append"}',
    '{"type":"input_audio_buffer.append","audio":{"x":1}}',
    '{"type":"session.update"}',
    '{"type":"session.update","session":[]}',
    '{"type":"session.update","session":{"turn_detection":5}}',
    '{"type":"session.update","session":{"turn_detection":{"threshold":"high"}}}',
    '{"type":"session.update","session":{"turn_detection":{"silence_duration_ms":1e300}}}',
    '{"type":"session.update","session":{"turn_detection":{"type":"semantic_vad"}}}',
    '{"type":"session.update","session":{"audio":{"input":{"format":{"type":"audio/pcmu"}}}}}',
    '{"type":"session.update","session":{"audio":{"input":{"format":{"type":"audio/pcm","rate":8000}}}}}',
    '{"type":"session.update","session":{"input_audio_format":"g711_ulaw"}}',
    '{"type":"session.update","session":{"type":"realtime"}}',
    '{"type":"session.update","session":{"model":{}}}',
  ])('that lemond could not bear, or hal0 cannot do, is answered and goes no further: %s', (text) => {
    const { forward, error } = setup().say(text);
    expect(forward).toBeUndefined();
    expect(error).toMatchObject({ type: 'invalid_request_error', code: 'realtime.invalid_message' });
  });

  it("names the client's own event and the field in the error", () => {
    const { error } = setup().say({ type: 'session.update', event_id: 'mine', session: { turn_detection: 1 } });
    expect(error).toMatchObject({ event_id: 'mine', param: 'session.turn_detection' });
  });

  it.each([
    [{}, {}],
    [{ turn_detection: null }, { turn_detection: null }],
    [{ audio: { input: { turn_detection: null } } }, { turn_detection: null }],
    [
      { turn_detection: { type: 'server_vad', threshold: 0.5, silence_duration_ms: 300.4, create_response: true } },
      { turn_detection: { threshold: 0.5, silence_duration_ms: 300 } },
    ],
    [{ type: 'transcription', audio: { input: { transcription: { model: 'stt', language: 'en' } } } }, {}],
    [{ model: 'hal0/stt', input_audio_transcription: { model: 'demo-whisper' } }, {}],
  ])('%j sets the session in words of lemond, with the model of the slot', (session, expected) => {
    expect(setup().say(update(session)).forward).toEqual({
      type: 'session.update',
      session: { model: 'demo-whisper', ...expected },
    });
  });

  it.each([
    [{ model: 'demo-chat' }, 'session.model'],
    [{ audio: { input: { transcription: { model: 'whisper-1' } } } }, 'session.audio.input.transcription.model'],
  ])('cannot change the model: %j', (session, param) => {
    const { forward, error } = setup().say(update(session));
    expect(forward).toBeUndefined();
    expect(error).toMatchObject({ param, message: expect.stringContaining('demo-whisper') });
  });

  it('carries nothing but the sound along with the sound', () => {
    const message = { type: 'input_audio_buffer.append', audio: 'AAAA', event_id: 'e', model: 'demo-chat' };
    expect(setup().say(message).forward).toEqual({ type: 'input_audio_buffer.append', audio: 'AAA=' });
  });

  it('at a rate of 24000 is brought to that of models', () => {
    const { say } = setup();
    say(update({ audio: { input: { format: { type: 'audio/pcm', rate: 24_000 } } } }));
    const second = Buffer.alloc(48_000).toString('base64');
    const { audio } = say({ type: 'input_audio_buffer.append', audio: second }).forward as { audio: string };
    expect(Buffer.from(audio, 'base64').length).toBe(32_000);
  });
});

describe('what lemond says in a realtime session', () => {
  it("shows the session in OpenAI's shape", () => {
    const { hear } = setup();
    const told = hear({ type: 'session.updated', session: { id: 'sess_1', model: 'x', turn_detection: null } });
    expect(told).toMatchObject({
      type: 'session.updated',
      event_id: 'event_1',
      session: {
        id: 'sess_1',
        type: 'transcription',
        model: 'demo-whisper',
        audio: { input: { format: { type: 'audio/pcm', rate: 16_000 }, turn_detection: null } },
      },
    });
  });

  it('tells its errors without its paths', () => {
    const { hear } = setup();
    const message = 'Transcription failed: cannot open /var/lib/hal0/lemonade/run/whisper-audio-1/a.wav';
    const told = hear({ type: 'error', error: { message, type: 'transcription_error' } });
    expect(told).toMatchObject({ type: 'error', error: { type: 'server_error', code: 'dispatch.upstream_failed' } });
    expect(JSON.stringify(told)).not.toContain('/var/lib');
  });

  it('is kept back when it makes no sense', () => {
    const { session } = setup();
    expect(session.fromServer('[]')).toBeUndefined();
    expect(session.fromServer('no json')).toBeUndefined();
  });
});

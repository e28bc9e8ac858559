import { describe, expect, it } from '@jest/globals';
import { AudioInput } from './audio-input.js';

const base64 = (samples: readonly number[]) => Buffer.from(Int16Array.from(samples).buffer).toString('base64');
const samplesOf = (text: string) => {
  const bytes = Buffer.from(text, 'base64');
  return Array.from({ length: bytes.length / 2 }, (_none, at) => bytes.readInt16LE(at * 2));
};
const ramp = (count: number) => Array.from({ length: count }, (_none, at) => at * 10);

describe('AudioInput', () => {
  it('passes on as it is what comes at the rate that models hear', () => {
    expect(samplesOf(new AudioInput().take(base64([1, -2, 32_767])))).toEqual([1, -2, 32_767]);
  });

  it('makes two samples of three, the same however the sound is cut into messages', () => {
    const whole = new AudioInput();
    whole.samplesPerSecond = 24_000;
    const expected = samplesOf(whole.take(base64(ramp(24))));
    expect(expected).toEqual(Array.from({ length: 16 }, (_none, at) => at * 15));
    for (const size of [1, 2, 5, 7]) {
      const cut = new AudioInput();
      cut.samplesPerSecond = 24_000;
      const heard: number[] = [];
      for (let at = 0; at < 24; at += size) heard.push(...samplesOf(cut.take(base64(ramp(24).slice(at, at + size)))));
      expect(heard).toEqual(expected);
    }
  });

  it('puts a sample together that came in two messages', () => {
    const bytes = Buffer.from(Int16Array.from([300, 400]).buffer);
    const audio = new AudioInput();
    const first = audio.take(bytes.subarray(0, 3).toString('base64'));
    expect(samplesOf(first)).toEqual([300]);
    expect(samplesOf(audio.take(bytes.subarray(3).toString('base64')))).toEqual([400]);
  });

  it('tells how many seconds it has heard, and starts over', () => {
    const audio = new AudioInput();
    audio.samplesPerSecond = 24_000;
    audio.take(base64(ramp(36_000)));
    expect(audio.secondsSinceAsked()).toBe(1.5);
    expect(audio.secondsSinceAsked()).toBe(0);
  });

  it.each([undefined, 5, null, ['AAAA'], 'AAA', 'AA A', '====', 'ÄÄÄÄ'])('refuses %j', (audio) => {
    expect(() => new AudioInput().take(audio)).toThrow(
      expect.objectContaining({ code: 'realtime.invalid_message', param: 'audio' }),
    );
  });
});

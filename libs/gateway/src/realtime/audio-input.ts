import { RealtimeMessageError } from './realtime.errors.js';

/** What transcription models hear. */
const HEARD_RATE = 16_000;
const SAMPLE_BYTES = 2;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** The sound of a session, PCM of 16 bit and one channel, brought to the rate that models hear. */
export class AudioInput {
  private rate = HEARD_RATE;
  private heardBytes = 0;
  /** Half a sample, when a message ended in one. */
  private odd: Buffer = Buffer.alloc(0);
  /** The last sample before those at hand, and where between it and the next one the following is to be taken. */
  private previous = 0;
  private phase = 1;

  /** @param rate samples per second from now on */
  set samplesPerSecond(rate: number) {
    if (rate === this.rate) return;
    this.rate = rate;
    this.clear();
  }

  /** Forgets what a pause makes worthless. */
  clear(): void {
    this.odd = Buffer.alloc(0);
    this.previous = 0;
    this.phase = 1;
    this.heardBytes = 0;
  }

  /** @throws RealtimeMessageError for what is no base64 */
  take(audio: unknown): string {
    if (typeof audio !== 'string' || audio.length % 4 || !BASE64.test(audio)) {
      throw new RealtimeMessageError('"audio" must be base64 of PCM, 16 bit and one channel.', 'audio');
    }
    const bytes = Buffer.concat([this.odd, Buffer.from(audio, 'base64')]);
    const whole = bytes.length - (bytes.length % SAMPLE_BYTES);
    this.odd = bytes.subarray(whole);
    const samples = bytes.subarray(0, whole);
    const heard = this.rate === HEARD_RATE ? samples : this.resampled(samples);
    this.heardBytes += heard.length;
    return heard.toString('base64');
  }

  /** Seconds of sound since this was asked last. */
  secondsSinceAsked(): number {
    const seconds = this.heardBytes / SAMPLE_BYTES / HEARD_RATE;
    this.heardBytes = 0;
    return Number(seconds.toFixed(2));
  }

  /** Straight lines between samples: speech has next to nothing up where that would be heard. */
  private resampled(samples: Buffer): Buffer {
    const step = this.rate / HEARD_RATE;
    const count = samples.length / SAMPLE_BYTES;
    const sampleAt = (at: number): number => (at < 0 ? this.previous : samples.readInt16LE(at * SAMPLE_BYTES));
    const out: number[] = [];
    // Positions count from the sample before these, which is at 0.
    let position = this.phase;
    for (; position <= count; position += step) {
      const left = Math.floor(position) - 1;
      const share = position % 1;
      out.push(share === 0 ? sampleAt(left) : Math.round(sampleAt(left) * (1 - share) + sampleAt(left + 1) * share));
    }
    if (count > 0) this.previous = sampleAt(count - 1);
    this.phase = position - count;
    return Buffer.from(Int16Array.from(out).buffer);
  }
}

import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Hal0Process } from './hal0-process.js';

export const RATE = 16_000;
const WAV_HEAD_BYTES = 44;

export interface RealtimeEvent extends Record<string, unknown> {
  type: string;
}

/** A realtime session of a client that knows nothing but WebSocket. */
export class RealtimeSocket {
  readonly heard: RealtimeEvent[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  private readonly socket: WebSocket;

  constructor(
    private readonly hal0: Hal0Process,
    path = '/v1/realtime?model=stt',
    options: { headers?: Record<string, string>; protocols?: string[] } = {},
  ) {
    this.socket = new WebSocket(hal0.url.replace('http', 'ws') + path, options);
    this.socket.addEventListener('message', ({ data }) => {
      this.heard.push(JSON.parse(String(data)) as RealtimeEvent);
    });
    const { promise, resolve } = Promise.withResolvers<{ code: number; reason: string }>();
    this.closed = promise;
    this.socket.addEventListener('close', ({ code, reason }) => resolve({ code, reason }));
  }

  get protocol(): string {
    return this.socket.protocol;
  }

  say(...messages: (object | string)[]): void {
    for (const message of messages) this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  close(): Promise<{ code: number; reason: string }> {
    this.socket.close(1000);
    return this.closed;
  }

  /** The first event of a type, as soon as it has come. */
  async hears(type: string, after = 0): Promise<RealtimeEvent> {
    const found = () => this.heard.slice(after).find((event) => event.type === type);
    await this.hal0.until(() => found() !== undefined, `${type}; heard ${JSON.stringify(this.heard)}`, 15_000);
    return found() as RealtimeEvent;
  }
}

/** What hal0 answers to a handshake that it refuses. */
export async function refusal(
  url: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: IncomingMessage['headers']; body: { error: Record<string, unknown> } }> {
  const handshake = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  };
  const sent = request(url, { headers: { ...handshake, ...headers }, agent: false }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const body = JSON.parse(await text(response)) as { error: Record<string, unknown> };
  return { status: response.statusCode ?? 0, headers: response.headers, body };
}

/** Some words as PCM, 16 bit, one channel, {@link RATE}. */
export async function spoken(hal0: Hal0Process, input: string): Promise<Buffer> {
  const answer = await fetch(`${hal0.url}/v1/audio/speech`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'tts', voice: 'alloy', input, response_format: 'wav' }),
  });
  return Buffer.from(await answer.arrayBuffer()).subarray(WAV_HEAD_BYTES);
}

/** The messages that carry the sound, `ms` each. */
export function appends(pcm: Buffer, ms = 250, rate = RATE): { type: 'input_audio_buffer.append'; audio: string }[] {
  const step = (rate * 2 * ms) / 1_000;
  return Array.from({ length: Math.ceil(pcm.length / step) }, (_none, at) => ({
    type: 'input_audio_buffer.append' as const,
    audio: pcm.subarray(at * step, (at + 1) * step).toString('base64'),
  }));
}

/** The same sound with three samples for each two. */
export function at24kHz(pcm: Buffer): Buffer {
  const sample = (at: number) => pcm.readInt16LE(Math.min(at * 2, pcm.length - 2));
  const out = Array.from({ length: Math.floor((pcm.length / 4) * 3) }, (_none, at) => {
    const share = ((at * 2) / 3) % 1;
    const left = Math.floor((at * 2) / 3);
    return Math.round(sample(left) * (1 - share) + sample(left + 1) * share);
  });
  return Buffer.from(Int16Array.from(out).buffer);
}

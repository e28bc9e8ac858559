import OpenAI from 'openai';
import { OpenAIRealtimeWS } from 'openai/realtime/ws';
import { appends } from './realtime-socket.js';
import { NAME } from './reverse-proxy.js';

const RATE = 24_000;

/**
 * Has a sound of 24 kHz written down by the official client, which speaks TLS always and so comes through a proxy.
 * @param port of the proxy, whose certificate is taken as it is
 */
export async function transcribeThrough(port: number, pcm: Buffer): Promise<string> {
  const client = new OpenAI({ baseURL: `https://127.0.0.1:${port}/v1`, apiKey: 'none' });
  const options = { rejectUnauthorized: false, servername: NAME, headers: { host: `${NAME}:${port}` } };
  const session = new OpenAIRealtimeWS({ model: 'stt', options }, client);
  try {
    return await new Promise<string>((resolve, reject) => {
      session.on('error', reject);
      session.on('conversation.item.input_audio_transcription.completed', ({ transcript }) => resolve(transcript));
      session.on('session.created', () => {
        const format = { type: 'audio/pcm' as const, rate: RATE as 24_000 };
        const input = { format, transcription: { model: 'stt' }, turn_detection: null };
        session.send({ type: 'session.update', session: { type: 'transcription', audio: { input } } });
        for (const message of appends(pcm, 250, RATE)) session.send(message);
        session.send({ type: 'input_audio_buffer.commit' });
      });
    });
  } finally {
    session.close();
  }
}

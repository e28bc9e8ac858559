import { readUpstreamError, type TunnelEnd, type TunnelProtocol } from '@hal0/dispatcher';
import type { Clock, Hal0Error } from '@hal0/platform';
import { isObject, type JsonObject } from '../intake/json-fields.js';
import { AudioInput } from './audio-input.js';
import { RealtimeMessageError } from './realtime.errors.js';
import { ServerEvents } from './server-events.js';
import { readSessionUpdate } from './session-update.js';

/** What a session is about: the slot that serves it, and what the client called it. */
export interface RealtimeSessionEnd extends TunnelEnd {
  readonly asked: string | undefined;
}

interface ClientMessage {
  type: string;
  id: string | null;
  fields: JsonObject;
}

/**
 * One session of OpenAI's Realtime API for transcription. Nothing of a client's message reaches lemond but what has been
 * understood: lemond 2026.39 ends, with every model in it, at a message that is JSON and no object, and another model named
 * in a session would be asked in place of the slot's.
 */
export class RealtimeSession implements TunnelProtocol {
  private readonly audio = new AudioInput();
  private readonly events: ServerEvents;
  private readonly names: ReadonlySet<string | undefined>;
  private rate = 16_000;

  constructor(
    private readonly end: RealtimeSessionEnd,
    clock: Clock,
  ) {
    this.events = new ServerEvents(() => this.audio.secondsSinceAsked(), clock.now());
    this.names = new Set([end.slot, `hal0/${end.slot}`, end.model, end.asked]);
  }

  fromClient(text: string): { forward?: string; answer?: string } {
    let id: string | null = null;
    try {
      const message = readMessage(text);
      ({ id } = message);
      return { forward: JSON.stringify(this.understood(message)) };
    } catch (error) {
      if (error instanceof RealtimeMessageError) return { answer: this.told(error, 'invalid_request_error', id) };
      throw error;
    }
  }

  fromServer(text: string): string | undefined {
    const event = parse(text);
    if (!isObject(event) || typeof event['type'] !== 'string') return undefined;
    const { type, ...fields } = event as JsonObject & { type: string };
    if (type === 'error') {
      const source = { name: this.end.slot, isSlot: true };
      return this.told(readUpstreamError(500, text, source), 'server_error', null);
    }
    const completed = this.events.complete(type, this.withSession(fields));
    return completed && JSON.stringify(completed);
  }

  private understood({ type, fields }: ClientMessage): JsonObject {
    switch (type) {
      case 'session.update':
      case 'transcription_session.update':
        return this.update(fields['session']);
      case 'input_audio_buffer.append':
        return { type, audio: this.audio.take(fields['audio']) };
      case 'input_audio_buffer.clear':
        this.audio.clear();
        return { type };
      case 'input_audio_buffer.commit':
        return { type };
      default:
        throw new RealtimeMessageError(`Sessions here have no message of the type "${type.slice(0, 80)}".`, 'type');
    }
  }

  private update(session: unknown): JsonObject {
    const { rate, models, turnDetection } = readSessionUpdate(session);
    const { model, slot } = this.end;
    const other = models.find((named) => !this.names.has(named.model));
    if (other) {
      throw new RealtimeMessageError(
        `This session is served by "${model}" of slot ${slot}. Another model takes another session: connect with ?model=.`,
        other.param,
      );
    }
    if (rate !== undefined) {
      this.rate = rate;
      this.audio.samplesPerSecond = rate;
    }
    const turns = turnDetection === undefined ? {} : { turn_detection: turnDetection };
    return { type: 'session.update', session: { model, ...turns } };
  }

  /** lemond's view of a session, with OpenAI's beside it. */
  private withSession(fields: JsonObject): JsonObject {
    const { session } = fields;
    if (!isObject(session)) return fields;
    const input: JsonObject = {
      format: { type: 'audio/pcm', rate: this.rate },
      transcription: { model: this.end.model },
      ...('turn_detection' in session ? { turn_detection: session['turn_detection'] } : {}),
    };
    const own = { type: 'transcription', object: 'realtime.transcription_session', model: this.end.model };
    return { ...fields, session: { ...session, ...own, audio: { input } } };
  }

  private told(error: Hal0Error, type: string, eventId: string | null): string {
    const { code, message } = error;
    const { param = null } = error as { param?: string | null };
    return JSON.stringify(this.events.event('error', { error: { type, code, message, param, event_id: eventId } }));
  }
}

/** @throws RealtimeMessageError */
function readMessage(text: string): ClientMessage {
  const message = parse(text);
  if (!isObject(message)) throw new RealtimeMessageError('A message must be a JSON object, sent as text.');
  const { type, event_id: id, ...fields } = message;
  if (typeof type !== 'string') throw new RealtimeMessageError('"type" must be a string.', 'type');
  return { type, id: typeof id === 'string' ? id : null, fields };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

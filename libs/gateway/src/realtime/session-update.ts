import { isObject, type JsonObject } from '../intake/json-fields.js';
import { RealtimeMessageError } from './realtime.errors.js';

const AUDIO = 'session.audio.input';
const RATES: readonly unknown[] = [16_000, 24_000];
/** What a client of OpenAI's means that names a format and no rate. */
const USUAL_RATE = 24_000;
/** lemond's own names, which are OpenAI's too; each with the largest value that makes sense. */
const TURN_FIELDS = { threshold: 1, silence_duration_ms: 60_000, prefix_padding_ms: 60_000 } as const;

/** What a client may change about its session. */
export interface SessionUpdate {
  /** Samples per second of the audio that follows; undefined leaves it as it is. */
  rate: number | undefined;
  /** Models that were named, with the field that does. */
  models: { model: string; param: string }[];
  /** How speech is told from silence, null for not at all; undefined leaves it as it is. */
  turnDetection: Record<string, number> | null | undefined;
}

/**
 * Reads `session.update`, as OpenAI has it now (`audio.input`) and as it and lemond had it before.
 * @throws RealtimeMessageError
 */
export function readSessionUpdate(session: unknown): SessionUpdate {
  const fields = objectAt(session, 'session');
  const input = optionalAt(optionalAt(fields['audio'], 'session.audio')['input'], AUDIO);
  const { type } = fields;
  if (type === 'realtime') {
    throw new RealtimeMessageError(
      'Sessions here write down what is said, and say nothing themselves.',
      'session.type',
    );
  }
  return {
    rate:
      rateOf(input['format'], `${AUDIO}.format`) ?? rateOf(fields['input_audio_format'], 'session.input_audio_format'),
    models: [
      ...modelAt(fields['model'], 'session.model'),
      ...transcriptionModel(input['transcription'], `${AUDIO}.transcription`),
      ...transcriptionModel(fields['input_audio_transcription'], 'session.input_audio_transcription'),
    ],
    turnDetection:
      'turn_detection' in input
        ? turnsOf(input['turn_detection'], `${AUDIO}.turn_detection`)
        : turnsOf(fields['turn_detection'], 'session.turn_detection'),
  };
}

function rateOf(format: unknown, param: string): number | undefined {
  if (format === undefined || format === null) return undefined;
  if (format === 'pcm16') return USUAL_RATE;
  const { type = 'audio/pcm', rate = USUAL_RATE } = isObject(format) ? format : { type: format };
  if (type !== 'audio/pcm' || !RATES.includes(rate)) {
    throw new RealtimeMessageError('Audio must be PCM of 16 bit and one channel, at a rate of 16000 or 24000.', param);
  }
  return rate as number;
}

function transcriptionModel(transcription: unknown, param: string): SessionUpdate['models'] {
  return modelAt(optionalAt(transcription, param)['model'], `${param}.model`);
}

function modelAt(model: unknown, param: string): SessionUpdate['models'] {
  if (model === undefined || model === null) return [];
  if (typeof model !== 'string') throw new RealtimeMessageError(`"${param}" must be a string.`, param);
  return [{ model, param }];
}

function turnsOf(turns: unknown, param: string): SessionUpdate['turnDetection'] {
  if (turns === undefined || turns === null) return turns;
  const fields = objectAt(turns, param);
  const { type = 'server_vad' } = fields;
  if (type !== 'server_vad') {
    throw new RealtimeMessageError(
      'Speech is told from silence by "server_vad", or not at all with null.',
      `${param}.type`,
    );
  }
  const read: Record<string, number> = {};
  for (const [name, most] of Object.entries(TURN_FIELDS)) {
    const value = fields[name] ?? undefined;
    if (value === undefined) continue;
    if (typeof value !== 'number' || value < 0 || value > most) {
      throw new RealtimeMessageError(`"${param}.${name}" must be a number from 0 to ${most}.`, `${param}.${name}`);
    }
    read[name] = name === 'threshold' ? value : Math.round(value);
  }
  return read;
}

function objectAt(value: unknown, param: string): JsonObject {
  if (!isObject(value)) throw new RealtimeMessageError(`"${param}" must be an object.`, param);
  return value;
}

function optionalAt(value: unknown, param: string): JsonObject {
  return value === undefined || value === null ? {} : objectAt(value, param);
}

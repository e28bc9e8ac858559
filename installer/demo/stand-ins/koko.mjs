#!/usr/bin/env node
import { argument, RequestError, serveModel } from './model-server.mjs';
import { FORMATS } from './speech/audio-formats.mjs';
import { DEFAULT_VOICE, VOICES } from './speech/flite.mjs';
import { Speaker } from './speech/speaker.mjs';

// Stands where lemond expects `koko -m MODEL -d VOICES openai --ip 127.0.0.1 --port PORT`, and speaks with flite.

/** As OpenAI's. */
const LONGEST_TEXT = 4_096;
const SPEEDS = { slowest: 0.25, fastest: 4 };

const speaker = new Speaker();

async function speak({ input, voice, speed, response_format }) {
  const text = readText(input);
  const format = readFormat(response_format);
  const request = { text, voice: VOICES.includes(voice) ? voice : DEFAULT_VOICE, speed: readSpeed(speed), format };
  return { contentType: FORMATS[format].contentType, body: await speaker.speak(request) };
}

serveModel(Number(argument('--port')), { '/v1/audio/speech': speak });

function readText(input) {
  if (typeof input !== 'string' || !input.trim()) throw new RequestError('"input" must be the text to be spoken.');
  if (input.length > LONGEST_TEXT) throw new RequestError(`"input" is longer than ${LONGEST_TEXT} characters.`);
  return input;
}

function readSpeed(speed = 1) {
  const { slowest, fastest } = SPEEDS;
  if (typeof speed !== 'number' || !(speed >= slowest && speed <= fastest)) {
    throw new RequestError(`"speed" must be a number from ${slowest} to ${fastest}.`);
  }
  return speed;
}

function readFormat(format = 'mp3') {
  if (Object.hasOwn(FORMATS, format)) return format;
  throw new RequestError(
    `The demo's voice has no encoder for "${format}". It speaks ${Object.keys(FORMATS).join(', ')}.`,
  );
}

import { addressFor } from '../images/image-address.js';
import type { ImageCacheService } from '../images/image-cache.service.js';
import { PICTURE_FORMATS } from '../images/image.routes.js';
import { PicturesAnswer } from '../images/pictures-answer.js';
import type { FormRoute } from './form.routes.js';
import { TranscriptionAnswer } from './transcription-answer.js';

/** `diarized_json` is a provider's; model servers here refuse it themselves. */
const TRANSCRIPT_FORMATS = ['json', 'text', 'srt', 'vtt', 'verbose_json', 'diarized_json'];

/** OpenAI's routes that take forms, by their path under `/v1`. The model server has each of them under the same path. */
export function formTable(cache: ImageCacheService): Readonly<Record<string, FormRoute>> {
  return {
    '/audio/transcriptions': {
      type: 'transcription',
      files: ['file'],
      required: [],
      numbers: ['temperature'],
      allowed: { response_format: TRANSCRIPT_FORMATS, stream: ['true', 'false'] },
      streams: true,
      translation: (form) => new TranscriptionAnswer(form),
    },
    '/images/edits': {
      type: 'image',
      files: ['image', 'image[]'],
      required: ['prompt'],
      numbers: [],
      allowed: { response_format: PICTURE_FORMATS, stream: ['true', 'false'] },
      streams: false,
      translation: (form, request) =>
        form.text('response_format') === 'url'
          ? new PicturesAnswer((picture) => addressFor(request, cache.keep(picture)))
          : undefined,
    },
  };
}

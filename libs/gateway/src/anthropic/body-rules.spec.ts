import { describe, expect, it } from '@jest/globals';
import { checkFields } from '../intake/inference-body.js';
import { ANSWERED, COUNTED } from './body-rules.js';

describe('the rules of a Messages request', () => {
  it.each([
    [{}, 'max_tokens'],
    [{ max_tokens: null }, 'max_tokens'],
    [{ max_tokens: -1 }, 'max_tokens'],
    [{ max_tokens: 1.5 }, 'max_tokens'],
    [{ max_tokens: '5' }, 'max_tokens'],
    [{ max_tokens: 5, temperature: 1.1 }, 'temperature'],
    [{ max_tokens: 5, top_p: -0.1 }, 'top_p'],
    [{ max_tokens: 5, top_k: 0.5 }, 'top_k'],
    [{ max_tokens: 5, stop_sequences: ['END', ' \n'] }, 'stop_sequences'],
    [{ max_tokens: 5, stop_sequences: 'END' }, 'stop_sequences'],
  ])('refuse %j, and name the field', (fields, param) => {
    expect(() => checkFields(fields, ANSWERED)).toThrow(
      expect.objectContaining({ code: 'request.invalid_body', httpStatus: 400, param }),
    );
  });

  it('let pass what is right', () => {
    checkFields({ max_tokens: 5, temperature: 1, top_p: 0, top_k: 0, stop_sequences: ['END'], other: {} }, ANSWERED);
    checkFields({ max_tokens: 0 }, ANSWERED);
  });

  it('ask for no limit where tokens are only counted', () => {
    checkFields({}, COUNTED);
    expect(() => checkFields({ temperature: 2 }, COUNTED)).toThrow(expect.objectContaining({ param: 'temperature' }));
  });
});

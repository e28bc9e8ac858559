import { Hal0Error } from '@hal0/platform';
import { describe, expect, it } from '@jest/globals';
import { openAiDialect } from './openai.dialect.js';

class FailedError extends Hal0Error {
  readonly code = 'model.load_failed';
  readonly httpStatus = 502;
}

const told = (details?: Record<string, unknown>): unknown =>
  (JSON.parse(openAiDialect.errorBody(new FailedError('It did not load.', details))) as { error: unknown }).error;

describe('openAiDialect', () => {
  it('tells clients what they can act on, and nothing of the files of the box', () => {
    const common = { code: 'model.load_failed', message: 'It did not load.', type: 'server_error', param: null };
    expect(told({ slot: 'primary', path: '/srv/models/a.gguf', log: ['cannot open /srv/models/a.gguf'] })).toEqual({
      ...common,
      details: { slot: 'primary' },
    });
    expect(told({ path: '/srv/models/a.gguf' })).toEqual(common);
    expect(told()).toEqual(common);
  });
});

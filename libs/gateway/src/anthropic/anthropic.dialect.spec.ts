import { UpstreamAnsweredError } from '@hal0/dispatcher';
import { expect, it } from '@jest/globals';
import { anthropicDialect } from './anthropic.dialect.js';

it('says in the words that clients look for that a conversation is too long', () => {
  const message = 'request (5010 tokens) exceeds the available context size (2048 tokens), try increasing it';
  const slot = { name: 'primary', isSlot: true };
  const error = new UpstreamAnsweredError('context_length_exceeded', 400, message, slot);
  expect(JSON.parse(anthropicDialect.errorBody(error))).toMatchObject({
    error: { type: 'invalid_request_error', message: 'prompt is too long: 5010 tokens > 2048 maximum' },
  });
});

import { describe, expect, it } from '@jest/globals';
import { readUpstreamError } from './upstream-error.js';
import { readUsage } from './usage.js';

describe('readUpstreamError', () => {
  it.each([
    ['{"error":"Model not loaded"}', 404, 'dispatch.upstream_rejected', 'Model not loaded'],
    ['{"error":{"message":"no model","type":"invalid_request"}}', 400, 'dispatch.upstream_rejected', 'no model'],
    [
      '{"error":{"code":400,"status_code":400,"message":"outer","details":{"backend":"llama-server","response":{"error":{"message":"inner","type":"x"}}}}}',
      400,
      'dispatch.upstream_rejected',
      'inner',
    ],
    ['{"error":{"code":"context_length_exceeded","message":"too long"}}', 400, 'context_length_exceeded', 'too long'],
    ['', 404, 'dispatch.upstream_rejected', 'status 404'],
  ])('reads %s', (body, status, code, message) => {
    expect(readUpstreamError(status, body, 'primary')).toMatchObject({ code, httpStatus: status, message });
  });

  it('takes the status of an error inside a 200 stream from the error itself', () => {
    expect(readUpstreamError(200, '{"error":{"code":400,"message":"x"}}', 'primary').httpStatus).toBe(400);
    expect(readUpstreamError(200, '{"error":{"message":"x"}}', 'primary').httpStatus).toBe(502);
  });

  it('keeps paths and addresses inside', () => {
    const { message } = readUpstreamError(
      400,
      '{"error":"cannot open \'/srv/m/x.gguf\' via http://127.0.0.1:8001/v1/x"}',
      'primary',
    );
    expect(message).toBe("cannot open '[path]' via the model server");
  });
});

describe('readUsage', () => {
  it.each([
    ['{"usage":{"prompt_tokens":12,"completion_tokens":34,"total_tokens":46}}', [12, 34, null]],
    ['{"timings":{"cache_n":5,"prompt_n":7,"predicted_n":9,"predicted_per_second":41.5}}', [12, 9, 41.5]],
    ['data: [DONE]', [null, null, null]],
  ])('reads %s', (tail, [promptTokens, completionTokens, tokensPerSecond]) => {
    expect(readUsage(Buffer.from(tail))).toEqual({ promptTokens, completionTokens, tokensPerSecond });
  });
});

import { describe, expect, it } from '@jest/globals';
import { readUpstreamError } from './upstream-error.js';

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

  it("takes the backend's word for whose fault it was", () => {
    const refused = '{"error":{"message":"size must be WxH","status_code":400,"type":"invalid_request_error"}}';
    expect(readUpstreamError(500, refused, 'img')).toMatchObject({ httpStatus: 400, message: 'size must be WxH' });
    const broken = '{"error":{"message":"out of memory","status_code":500}}';
    expect(readUpstreamError(500, broken, 'img')).toMatchObject({ httpStatus: 502, code: 'dispatch.upstream_failed' });
  });

  it('knows a recording that is none', () => {
    const body = (status: number) =>
      `{"error":{"message":"Transcription failed: whisper-server returned status ${status}: no","type":"audio_processing_error"}}`;
    expect(readUpstreamError(500, body(400), 'stt')).toMatchObject({
      httpStatus: 400,
      message: expect.stringContaining('Is the file a recording'),
    });
    expect(readUpstreamError(500, body(500), 'stt').httpStatus).toBe(502);
  });

  it('knows a text that is too long to be embedded', () => {
    const message =
      'input (702 tokens) is too large to process. increase the physical batch size (current batch size: 512)';
    const body = JSON.stringify({ error: { code: 500, message, type: 'server_error' } });
    expect(readUpstreamError(500, body, 'embed')).toMatchObject({ httpStatus: 400, code: 'context_length_exceeded' });
  });

  it('keeps paths and addresses inside', () => {
    const { message } = readUpstreamError(
      400,
      '{"error":"cannot open \'/srv/m/x.gguf\' via http://127.0.0.1:8001/v1/x"}',
      'primary',
    );
    expect(message).toBe("cannot open '[path]' via the model server");
  });

  it.each([
    [500, 'Failed to parse tools: Missing tool type: {}; tools = [{}]', 'tools', 'Missing tool type: {}.'],
    [
      500,
      'Failed to parse messages: [json.exception.type_error.302] type must be string',
      'messages',
      'type must be string',
    ],
    [500, 'vector::_M_default_append', 'top_n', 'out of range'],
    [400, 'Unsupported audio format requested', 'response_format', 'does not write'],
    [500, 'image input is not supported - hint: you may need to provide the mmproj', 'messages', 'reads text alone'],
    [
      400,
      "Field 'stop': [json.exception.type_error.302] type must be string, but is number",
      'stop',
      '"stop": type must be',
    ],
  ])("says which field of the client's is wrong (%i %s)", (status, message, param, told) => {
    const error = readUpstreamError(status, JSON.stringify({ error: { code: status, message } }), 'primary');
    expect(error).toMatchObject({ httpStatus: 400, param, code: 'dispatch.upstream_rejected' });
    expect(error.message).toContain(told);
    expect(error.message).not.toContain('json.exception');
  });

  it("keeps a parser's own words inside", () => {
    const message = "[json.exception.parse_error.101] parse error at line 1, column 46: last read: 'secret'";
    const error = readUpstreamError(500, JSON.stringify({ error: message }), 'primary');
    expect(error).toMatchObject({ httpStatus: 400, code: 'request.invalid_json' });
    expect(error.message).not.toMatch(/exception|secret/);
  });

  it('keeps the command line of a decoder inside', () => {
    const message = 'Transcription failed: ffmpeg -i /tmp/x.bin -ar 16000 exited with 1';
    const error = readUpstreamError(500, JSON.stringify({ error: { message, type: 'audio_processing_error' } }), 'stt');
    expect(error).toMatchObject({ httpStatus: 415, code: 'audio.unsupported_format' });
    expect(error.message).not.toContain('ffmpeg');
  });

  it.each([
    ['OpenAI', '{"error":{"message":"Slow down","type":"requests","param":null,"code":"rate_limit_exceeded"}}', 429],
    ['Anthropic', '{"type":"error","error":{"type":"rate_limit_error","message":"Slow down"}}', 429],
    ['Google', '[{"error":{"code":429,"message":"Slow down","status":"RESOURCE_EXHAUSTED"}}]', 429],
    ['vLLM', '{"object":"error","message":"Slow down","code":429}', 429],
  ])('reads the errors of %s', (_who, body, status) => {
    expect(readUpstreamError(status, body, 'elsewhere')).toMatchObject({ httpStatus: 429, message: 'Slow down' });
  });

  it("passes OpenAI's own code and field on", () => {
    const body = '{"error":{"message":"No","type":"x","param":"model","code":"insufficient_quota"}}';
    expect(readUpstreamError(429, body, 'elsewhere')).toMatchObject({ code: 'insufficient_quota', param: 'model' });
  });

  it('does not say all of what was sent once more', () => {
    const body = JSON.stringify({ error: { message: `got ${'x'.repeat(10_000)}` } });
    expect(readUpstreamError(400, body, 'primary').message.length).toBeLessThan(600);
  });
});

import { describe, expect, it } from '@jest/globals';
import { readUpstreamError } from './upstream-error.js';

const slot = (name: string) => ({ name, isSlot: true });
const elsewhere = { name: 'far/m', isSlot: false, key: 'secret-of-hal0' };

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
    expect(readUpstreamError(status, body, slot('primary'))).toMatchObject({ code, httpStatus: status, message });
  });

  it('takes the status of an error inside a 200 stream from the error itself', () => {
    expect(readUpstreamError(200, '{"error":{"code":400,"message":"x"}}', slot('primary')).httpStatus).toBe(400);
    expect(readUpstreamError(200, '{"error":{"message":"x"}}', slot('primary')).httpStatus).toBe(502);
  });

  it("takes the backend's word for whose fault it was", () => {
    const refused = '{"error":{"message":"size must be WxH","status_code":400,"type":"invalid_request_error"}}';
    expect(readUpstreamError(500, refused, slot('img'))).toMatchObject({
      httpStatus: 400,
      message: 'size must be WxH',
    });
    const broken = '{"error":{"message":"out of memory","status_code":500}}';
    expect(readUpstreamError(500, broken, slot('img'))).toMatchObject({
      httpStatus: 502,
      code: 'dispatch.upstream_failed',
    });
  });

  it('knows a recording that is none', () => {
    const body = (status: number) =>
      `{"error":{"message":"Transcription failed: whisper-server returned status ${status}: no","type":"audio_processing_error"}}`;
    expect(readUpstreamError(500, body(400), slot('stt'))).toMatchObject({
      httpStatus: 400,
      message: expect.stringContaining('Is the file a recording'),
    });
    expect(readUpstreamError(500, body(500), slot('stt')).httpStatus).toBe(502);
  });

  it.each([
    ["All non-assistant messages must contain 'content'", 'messages'],
    ["Assistant message must contain either 'content' or 'tool_calls'!", 'messages'],
    ["Expected 'content' to be a string or an array", 'messages'],
    ['unsupported content[].type', 'messages'],
    ['Invalid tool_choice: alien', 'tool_choice'],
    ['response_format type must be one of "text" or "json_object", but got: alien', 'response_format'],
    ['top_logprobs requires logprobs to be set to true', 'top_logprobs'],
  ])('names the field that llama-server means by: %s', (message, param) => {
    const body = JSON.stringify({ error: { code: 400, message, type: 'invalid_request_error' } });
    expect(readUpstreamError(400, body, slot('primary'))).toMatchObject({
      httpStatus: 400,
      code: 'dispatch.upstream_rejected',
      param,
      message: expect.stringMatching(/^["A-Z].*\.$/),
    });
  });

  it('knows a text that is too long to be embedded', () => {
    const message =
      'input (702 tokens) is too large to process. increase the physical batch size (current batch size: 512)';
    const body = JSON.stringify({ error: { code: 500, message, type: 'server_error' } });
    expect(readUpstreamError(500, body, slot('embed'))).toMatchObject({
      httpStatus: 400,
      code: 'context_length_exceeded',
    });
  });

  it('keeps paths and addresses inside', () => {
    const { message } = readUpstreamError(
      400,
      '{"error":"cannot open \'/srv/m/x.gguf\' via http://127.0.0.1:8001/v1/x"}',
      slot('primary'),
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
    const error = readUpstreamError(status, JSON.stringify({ error: { code: status, message } }), slot('primary'));
    expect(error).toMatchObject({ httpStatus: 400, param, code: 'dispatch.upstream_rejected' });
    expect(error.message).toContain(told);
    expect(error.message).not.toContain('json.exception');
  });

  it("keeps a parser's own words inside", () => {
    const message = "[json.exception.parse_error.101] parse error at line 1, column 46: last read: 'secret'";
    const error = readUpstreamError(500, JSON.stringify({ error: message }), slot('primary'));
    expect(error).toMatchObject({ httpStatus: 400, code: 'request.invalid_json' });
    expect(error.message).not.toMatch(/exception|secret/);
  });

  it('keeps the command line of a decoder inside', () => {
    const message = 'Transcription failed: ffmpeg -i /tmp/x.bin -ar 16000 exited with 1';
    const error = readUpstreamError(
      500,
      JSON.stringify({ error: { message, type: 'audio_processing_error' } }),
      slot('stt'),
    );
    expect(error).toMatchObject({ httpStatus: 415, code: 'audio.unsupported_format' });
    expect(error.message).not.toContain('ffmpeg');
  });

  it.each([
    ['OpenAI', '{"error":{"message":"Slow down","type":"requests","param":null,"code":"rate_limit_exceeded"}}', 429],
    ['Anthropic', '{"type":"error","error":{"type":"rate_limit_error","message":"Slow down"}}', 429],
    ['Google', '[{"error":{"code":429,"message":"Slow down","status":"RESOURCE_EXHAUSTED"}}]', 429],
    ['vLLM', '{"object":"error","message":"Slow down","code":429}', 429],
  ])('reads the errors of %s', (_who, body, status) => {
    expect(readUpstreamError(status, body, elsewhere)).toMatchObject({ httpStatus: 429, message: 'Slow down' });
  });

  it("passes OpenAI's own code and field on", () => {
    const body = '{"error":{"message":"No","type":"x","param":"model","code":"insufficient_quota"}}';
    expect(readUpstreamError(429, body, elsewhere)).toMatchObject({ code: 'insufficient_quota', param: 'model' });
  });

  it('does not say all of what was sent once more', () => {
    const body = JSON.stringify({ error: { message: `got ${'x'.repeat(10_000)}` } });
    expect(readUpstreamError(400, body, slot('primary')).message.length).toBeLessThan(600);
  });

  it.each([
    [401, '{"error":{"message":"Incorrect API key provided: secret-of-hal0"}}'],
    [500, '{"error":{"message":"cannot use secret-of-hal0"}}'],
    [400, '{"error":{"message":"bad header Authorization: Bearer secret-of-hal0"}}'],
    [200, '{"error":{"message":"no such key sk-proj-0123456789abcdef","code":400}}'],
    [500, 'secret-of-hal0'],
  ])("keeps hal0's key to itself when a provider repeats it (%i %s)", (status, body) => {
    const { message, details } = readUpstreamError(status, body, elsewhere);
    expect(message).not.toMatch(/secret-of-hal0|0123456789/);
    expect(details).toEqual({ target: 'far/m' });
  });

  it('says of a provider that it refused the key, and does not show its web pages and addresses', () => {
    expect(readUpstreamError(403, '{"error":{"message":"No"}}', elsewhere)).toMatchObject({
      httpStatus: 502,
      message: "far/m refused hal0's key (HTTP 403). Check the key of its upstream.",
    });
    const page = '<html><h1>502 Bad Gateway</h1>nginx</html>';
    expect(readUpstreamError(502, page, elsewhere).message).toBe('far/m failed: status 502');
    const address = '{"error":{"message":"overloaded at 10.1.2.3:88"}}';
    expect(readUpstreamError(500, address, elsewhere).message).toBe('far/m failed: overloaded at [address]');
  });

  it.each([
    [529, '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}', 529],
    [200, '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}', 529],
    [503, '{"error":{"message":"Overloaded","code":"server_is_overloaded"}}', 503],
    [200, '{"error":{"message":"Overloaded","code":"server_is_overloaded"}}', 503],
  ])('says of a provider that it is overloaded (%i %s)', (status, body, httpStatus) => {
    expect(readUpstreamError(status, body, elsewhere)).toMatchObject({
      code: 'dispatch.upstream_overloaded',
      httpStatus,
      message: 'far/m is overloaded: Overloaded',
    });
  });
});

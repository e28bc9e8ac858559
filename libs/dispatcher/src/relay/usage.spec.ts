import { describe, expect, it } from '@jest/globals';
import { NO_USAGE, readUsage } from './usage.js';

/** As llama-server 0.7.0 sends it. */
const TIMINGS =
  '"timings":{"cache_n":15,"prompt_n":1,"prompt_ms":4.5,"prompt_per_token_ms":4.5,"prompt_per_second":222.25,' +
  '"predicted_n":900,"predicted_ms":1007.5,"predicted_per_token_ms":1.1,"predicted_per_second":892.5}';
const USAGE =
  '"usage":{"completion_tokens":30,"prompt_tokens":16,"total_tokens":46,"prompt_tokens_details":{"cached_tokens":15}}';

describe('readUsage', () => {
  it('reads everything out of the last event of a stream', () => {
    const tail = `data: {"choices":[{"finish_reason":"stop","delta":{}}],"model":"demo",${TIMINGS}}\n\ndata: [DONE]\n\n`;
    expect(readUsage(Buffer.from(tail))).toEqual({
      promptTokens: 16,
      cachedTokens: 15,
      completionTokens: 900,
      promptTokensPerSecond: 222.25,
      tokensPerSecond: 892.5,
      generationMs: 1007.5,
    });
  });

  it('believes the usage about tokens when there are both', () => {
    expect(readUsage(Buffer.from(`{"choices":[],${USAGE},"id":"x",${TIMINGS}}`))).toMatchObject({
      promptTokens: 16,
      cachedTokens: 15,
      completionTokens: 30,
      tokensPerSecond: 892.5,
    });
  });

  it.each([
    ['usage alone', `{${USAGE}}`, { promptTokens: 16, cachedTokens: 15, completionTokens: 30 }],
    ['usage without details', '{"usage":{"prompt_tokens":4,"total_tokens":4}}', { promptTokens: 4 }],
    ['nothing', 'data: [DONE]', {}],
    ['null', '{"usage":null}', {}],
  ])('leaves what is not told null (%s)', (_what, tail, told) => {
    expect(readUsage(Buffer.from(tail))).toEqual({ ...NO_USAGE, ...told });
  });

  it('finds the usage of a long list of vectors at its beginning', () => {
    const vectors = `[${'0.125,'.repeat(2_000)}0]`;
    const answer = `{"model":"embed","object":"list","usage":{"prompt_tokens":4,"total_tokens":4},"data":${vectors}}`;
    expect(readUsage(Buffer.from(answer))).toMatchObject({ promptTokens: 4, completionTokens: null });
  });

  it('is not fooled by what the model writes', () => {
    const content = JSON.stringify('"usage":{"prompt_tokens":999}, "timings":{"predicted_n":999}');
    expect(readUsage(Buffer.from(`{"content":${content},${USAGE}}`))).toMatchObject({ promptTokens: 16 });
    expect(readUsage(Buffer.from(`{"content":${content}}`))).toEqual(NO_USAGE);
  });

  it.each([
    [
      'Anthropic',
      '{"input_tokens":5,"cache_creation_input_tokens":2,"cache_read_input_tokens":3,"output_tokens":4}',
      10,
    ],
    ['Responses', '{"input_tokens":5,"input_tokens_details":{"cached_tokens":3},"output_tokens":4}', 5],
  ])('reads the counts of %s', (_who, usage, promptTokens) => {
    const told = readUsage(Buffer.from(`{"id":"x","usage":${usage}}`));
    expect(told).toMatchObject({ promptTokens, cachedTokens: 3, completionTokens: 4 });
  });
});

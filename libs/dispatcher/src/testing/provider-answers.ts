/** What a provider of each dialect sends; shapes as in the public references of OpenAI and Anthropic. */

export type ProviderDialect = 'openai' | 'anthropic';

export interface AskedFor {
  path: string;
  model: string;
  stream: boolean;
}

const CREATED = 1_767_225_600;

export function modelList(dialect: ProviderDialect, models: readonly string[]): object {
  if (dialect === 'openai') {
    const data = models.map((id) => ({ id, object: 'model', created: CREATED, owned_by: 'fake' }));
    return { object: 'list', data };
  }
  const data = models.map((id) => ({ type: 'model', id, display_name: id, created_at: '2026-01-01T00:00:00Z' }));
  return { data, has_more: false, first_id: models[0] ?? null, last_id: models.at(-1) ?? null };
}

export function errorBody(dialect: ProviderDialect, status: number, message: string, code: string | null): object {
  const types: Readonly<Record<number, string>> = {
    400: 'invalid_request_error',
    401: 'authentication_error',
    403: 'permission_error',
    404: 'not_found_error',
    413: 'request_too_large',
    429: 'rate_limit_error',
    529: 'overloaded_error',
  };
  const type = types[status] ?? (dialect === 'openai' ? 'server_error' : 'api_error');
  return dialect === 'openai'
    ? { error: { message, type, param: null, code } }
    : { type: 'error', error: { type, message } };
}

/** The answer to a request that is not for a stream. */
export function plainAnswer(dialect: ProviderDialect, { path, model }: AskedFor, words: readonly string[]): object {
  const text = words.join('');
  if (dialect === 'anthropic') return { ...message(model), ...ending(text, words.length) };
  if (path.endsWith('/embeddings')) {
    const data = [{ object: 'embedding', index: 0, embedding: [0.6, 0.8] }];
    return { object: 'list', model, data, usage: { prompt_tokens: 5, total_tokens: 5 } };
  }
  if (path.endsWith('/responses')) {
    const content = [{ type: 'output_text', text, annotations: [] }];
    const output = [{ id: 'msg_fake', type: 'message', role: 'assistant', status: 'completed', content }];
    const usage = { input_tokens: 5, output_tokens: words.length, total_tokens: 5 + words.length };
    return { id: 'resp_fake', object: 'response', created_at: CREATED, status: 'completed', model, output, usage };
  }
  const choice = { index: 0, message: { role: 'assistant', content: text }, logprobs: null, finish_reason: 'stop' };
  return { ...completion(model, 'chat.completion'), choices: [choice], usage: usage(words.length) };
}

/** The events of a stream, in three parts, so that something can happen between them. */
export function streamAnswer(dialect: ProviderDialect, { model }: AskedFor, words: readonly string[]) {
  return dialect === 'openai' ? openaiStream(model, words) : anthropicStream(model, words);
}

function openaiStream(model: string, words: readonly string[]) {
  const chunk = (delta: object, finish_reason: string | null = null) =>
    data({ ...completion(model, 'chat.completion.chunk'), choices: [{ index: 0, delta, finish_reason }] });
  const last = { ...completion(model, 'chat.completion.chunk'), choices: [], usage: usage(words.length) };
  return {
    opening: [chunk({ role: 'assistant', content: '' })],
    words: words.map((content) => chunk({ content })),
    ending: [chunk({}, 'stop'), data(last), 'data: [DONE]\n\n'],
  };
}

function anthropicStream(model: string, words: readonly string[]) {
  const event = (type: string, rest: object = {}) => `event: ${type}\n${data({ type, ...rest })}`;
  const start = { ...message(model), content: [], stop_reason: null, usage: { input_tokens: 5, output_tokens: 1 } };
  return {
    opening: [
      event('message_start', { message: start }),
      event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
      event('ping'),
    ],
    words: words.map((text) => event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } })),
    ending: [
      event('content_block_stop', { index: 0 }),
      event('message_delta', {
        delta: { stop_reason: 'end_turn', stop_sequence: null },
        usage: { output_tokens: words.length },
      }),
      event('message_stop'),
    ],
  };
}

export function errorEvent(dialect: ProviderDialect, text: string): string {
  const body = data(errorBody(dialect, 529, text, null));
  return dialect === 'openai' ? body : `event: error\n${body}`;
}

const data = (value: object) => `data: ${JSON.stringify(value)}\n\n`;
const completion = (model: string, object: string) => ({ id: 'chatcmpl-fake', object, created: CREATED, model });
const message = (model: string) => ({ id: 'msg_fake', type: 'message', role: 'assistant', model, stop_sequence: null });
const ending = (text: string, tokens: number) => ({
  content: [{ type: 'text', text }],
  stop_reason: 'end_turn',
  usage: { input_tokens: 5, output_tokens: tokens },
});
const usage = (tokens: number) => ({
  prompt_tokens: 5,
  completion_tokens: tokens,
  total_tokens: 5 + tokens,
  prompt_tokens_details: { cached_tokens: 2 },
});

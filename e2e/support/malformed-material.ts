export interface Route {
  path: string;
  body: Record<string, unknown>;
}

export type Random = () => number;

const MESSAGES = [{ role: 'user', content: 'Hello' }];
const TOOLS = [{ type: 'custom', name: 'patch' }, { type: 'web_search' }, { type: 'function', name: 'look' }];
export const JSON_ROUTES: readonly Route[] = [
  { path: '/v1/chat/completions', body: { model: 'primary', messages: MESSAGES, max_tokens: 2, temperature: 0 } },
  { path: '/v1/chat/completions', body: { model: 'primary', messages: MESSAGES, max_tokens: 2, stream: true } },
  { path: '/v1/messages', body: { model: 'primary', max_tokens: 2, messages: MESSAGES } },
  { path: '/v1/messages', body: { model: 'primary', max_tokens: 2, messages: MESSAGES, stream: true } },
  { path: '/v1/messages/count_tokens', body: { model: 'primary', messages: MESSAGES } },
  { path: '/v1/responses', body: { model: 'primary', input: 'Hello', max_output_tokens: 2 } },
  { path: '/v1/responses', body: { model: 'primary', input: MESSAGES, max_output_tokens: 2, stream: true } },
  { path: '/v1/responses', body: { model: 'primary', input: 'Hello', max_output_tokens: 2, tools: TOOLS } },
  { path: '/api/chat', body: { model: 'primary', messages: MESSAGES, options: { num_predict: 2 } } },
  { path: '/api/generate', body: { model: 'primary', prompt: 'Hello', options: { num_predict: 2 }, stream: false } },
  { path: '/api/embed', body: { model: 'embed', input: 'a dog' } },
  { path: '/api/embeddings', body: { model: 'embed', prompt: 'a dog' } },
  { path: '/api/show', body: { model: 'primary' } },
  { path: '/v1/completions', body: { model: 'primary', prompt: 'Hello', max_tokens: 2 } },
  { path: '/v1/completions', body: { model: 'primary', prompt: ['a', 'b'], max_tokens: 2, logprobs: 1, stream: true } },
  { path: '/v1/embeddings', body: { model: 'embed', input: 'a dog', encoding_format: 'float' } },
  { path: '/v1/rerank', body: { model: 'rerank', query: 'dog', documents: ['a cat', 'a puppy'], top_n: 1 } },
  { path: '/v1/rerankings', body: { model: 'rerank', query: 'dog', documents: ['a cat', 'a puppy'] } },
  { path: '/api/v1/reranking', body: { model: 'rerank', query: 'dog', documents: ['a cat'] } },
  { path: '/v1/audio/speech', body: { model: 'tts', input: 'hi', voice: 'slt', response_format: 'wav' } },
  { path: '/v1/images/generations', body: { model: 'img', prompt: 'a fox', size: '256x256', n: 1 } },
];
/** Routes that take forms, each with the field that its file stands in. */
export const FORM_ROUTES = [
  { path: '/v1/audio/transcriptions', file: 'file', model: 'stt' },
  { path: '/v1/images/edits', file: 'image', model: 'img' },
] as const;
export const READ_PATHS = [
  '/v1/models',
  '/api/tags',
  '/api/ps',
  '/api/version',
  '/v1/realtime',
  '/api/slots',
  '/api/requests',
  '/api/models',
  '/api/status',
  '/api/logs',
];

export const STRANGE_VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1e308,
  -0.5,
  9_007_199_254_740_993,
  '',
  ' ',
  'x'.repeat(70_000),
  '\u0000',
  '\ud800',
  '../../etc/passwd',
  '${jndi:ldap://x}',
  '<script>alert(1)</script>',
  [],
  [[]],
  [null],
  [1, 'a', {}],
  {},
  { __proto__x: 1 },
  { role: 'user' },
  [{ role: 'nobody', content: 7 }],
  [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'file:///etc/passwd' } }] }],
  [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,!!!' } }] }],
  [{ role: 'tool', tool_call_id: null, content: null }],
];
export const STRANGE_FIELDS = [
  'stop',
  'top_p',
  'n',
  'seed',
  'logprobs',
  'top_logprobs',
  'logit_bias',
  'response_format',
  'tools',
  'tool_choice',
  'grammar',
  'json_schema',
  'stream_options',
  'dimensions',
  'voice',
  'speed',
  'size',
  'user',
  '__proto__',
  'constructor',
  'top_n',
  'encoding_format',
  'system',
  'instructions',
  'thinking',
  'text',
  'format',
  'options',
  'keep_alive',
  'images',
  'echo',
  'suffix',
  'best_of',
  'truncate',
  'store',
  'previous_response_id',
  'reasoning',
  'metadata',
  'return_documents',
];

export const HOST = 'localhost';

export function changed(bytes: Buffer, random: Random): Buffer {
  bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
  return bytes;
}

export function noise(length: number, random: Random): Buffer {
  return Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)));
}

export function pick<T>(values: readonly T[], random: Random): T {
  return values[Math.floor(random() * values.length)] as T;
}

import { UnsupportedByTargetError } from '../dispatcher.errors.js';
import type { InferenceRequest, NativeRequest } from '../inference-request.js';
import { anthropicGrammar, openAiGrammar, ResponsesGrammar } from '../relay/stream-grammar.js';
import { nameOf, type UpstreamTarget } from '../routing/target.js';
import { toAnthropicRequest } from '../translation/to-anthropic-request.js';
import { anthropicToChat } from '../translation/anthropic-to-chat.js';
import type { Way } from './way.js';

const CHAT = '/v1/chat/completions';
const ANTHROPIC_MESSAGES = '/v1/messages';
/** Of `stream_options`. A text in which it stands with its quotes would have them escaped. */
const ASKS_FOR_USAGE = /"include_usage"\s*:\s*true/;

/** Whether the provider speaks as the client does, so that the request needs no translation. */
function speaksAs({ dialect }: NativeRequest, { upstream }: UpstreamTarget): boolean {
  return (dialect === 'anthropic') === (upstream.dialect === 'anthropic');
}

/**
 * The way to a provider's model: in the client's own words where the provider speaks them, else in OpenAI's, which are
 * translated for a provider of another dialect.
 *
 * @throws UnsupportedByTargetError, UpstreamKeyMissingError
 */
export function upstreamWay(target: UpstreamTarget, request: InferenceRequest): Way {
  const { upstream, model } = target;
  const { pool, headers, path, key } = upstream.way();
  const name = nameOf(target);
  const common = { pool, silenceMs: upstream.settings.timeout_seconds * 1_000 };
  const native = request.native;
  const speaksAnthropic = upstream.dialect === 'anthropic';
  if (native && speaksAs(native, target)) {
    return {
      ...common,
      source: { name, isSlot: false, key, grammar: speaksAnthropic ? anthropicGrammar : new ResponsesGrammar() },
      path: withQuery(path(native.path), native.query),
      headers: [...inClientsWords(headers, native.headers), 'content-type', native.body.contentType],
      body: () => native.body.forModel(model),
      isNative: true,
    };
  }
  const source = { name, isSlot: false, key, grammar: openAiGrammar };
  if (speaksAnthropic) {
    if (request.path !== CHAT) throw new UnsupportedByTargetError(name, request.path);
    const chat = (request.elsewhere?.() ?? request.body).unchanged() as Buffer;
    const body = toAnthropicRequest(chat, model);
    return {
      ...common,
      source,
      path: path(ANTHROPIC_MESSAGES),
      headers: [...headers, 'content-type', 'application/json'],
      body: () => body,
      isNative: false,
      toOpenAi: anthropicToChat(ASKS_FOR_USAGE.test(chat.toString('latin1'))),
    };
  }
  if (request.path.startsWith(ANTHROPIC_MESSAGES)) throw new UnsupportedByTargetError(name, request.path);
  return {
    ...common,
    source,
    path: path(request.path),
    headers: [...headers, 'content-type', request.body.contentType],
    body: () => (request.elsewhere?.() ?? request.body).forModel(model),
    isNative: false,
  };
}

/** @param path may have a query of the provider's own */
function withQuery(path: string, query: string): string {
  if (query === '') return path;
  return `${path}${path.includes('?') ? '&' : '?'}${query}`;
}

/** A version of the API that the client asks for stands in the place of the usual one. */
function inClientsWords(headers: readonly string[], clients: readonly string[]): string[] {
  const own = headers.filter((_, at) => !clients.includes(headers[at - (at % 2)] as string));
  return [...own, ...clients];
}

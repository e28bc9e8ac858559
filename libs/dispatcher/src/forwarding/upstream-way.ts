import { UnsupportedByTargetError } from '../dispatcher.errors.js';
import type { InferenceRequest } from '../inference-request.js';
import { anthropicGrammar, openAiGrammar, responsesGrammar } from '../relay/stream-grammar.js';
import { nameOf, type UpstreamTarget } from '../routing/target.js';
import { toAnthropicRequest } from '../translation/to-anthropic-request.js';
import { anthropicToChat } from '../translation/anthropic-to-chat.js';
import type { Way } from './way.js';

const CHAT = '/v1/chat/completions';
const ANTHROPIC_MESSAGES = '/v1/messages';

/**
 * The way to a provider's model: in the client's own words where the provider speaks them, else in OpenAI's, which are
 * translated for a provider of another dialect.
 *
 * @throws UnsupportedByTargetError, UpstreamKeyMissingError
 */
export function upstreamWay(target: UpstreamTarget, request: InferenceRequest): Way {
  const { upstream, model } = target;
  const { pool, headers, path } = upstream.way();
  const name = nameOf(target);
  const common = { pool, silenceMs: upstream.settings.timeout_seconds * 1_000 };
  const native = request.native;
  const speaksAnthropic = upstream.dialect === 'anthropic';
  if (native && (native.dialect === 'anthropic') === speaksAnthropic) {
    return {
      ...common,
      source: { name, isSlot: false, grammar: speaksAnthropic ? anthropicGrammar : responsesGrammar },
      path: path(native.path),
      headers: [...headers, 'content-type', native.body.contentType],
      body: () => native.body.forModel(model),
      isNative: true,
    };
  }
  const source = { name, isSlot: false, grammar: openAiGrammar };
  if (speaksAnthropic) {
    if (request.path !== CHAT) throw new UnsupportedByTargetError(name, request.path);
    const body = toAnthropicRequest(request.body.unchanged() as Buffer, model);
    return {
      ...common,
      source,
      path: path(ANTHROPIC_MESSAGES),
      headers: [...headers, 'content-type', 'application/json'],
      body: () => body,
      isNative: false,
      toOpenAi: anthropicToChat,
    };
  }
  if (request.path.startsWith(ANTHROPIC_MESSAGES)) throw new UnsupportedByTargetError(name, request.path);
  return {
    ...common,
    source,
    path: path(request.path),
    headers: [...headers, 'content-type', request.body.contentType],
    body: () => request.body.forModel(model),
    isNative: false,
  };
}

import { anthropicMessages, systemText, type ChatRequestMessage } from './anthropic-messages.js';
import { isNestedTooDeep } from './json-depth.js';
import { UntranslatableRequestError } from './translation.errors.js';

/** Anthropic wants a limit and OpenAI does not. Every model of Anthropic's takes this one. */
const DEFAULT_MAX_TOKENS = 4_096;

interface ChatTool {
  type?: string;
  function?: { name?: string; description?: string; parameters?: object };
}

/** Of which the client may have written anything. */
interface ChatRequest {
  messages: ChatRequestMessage[];
  max_tokens?: number | null;
  max_completion_tokens?: number | null;
  temperature?: number | null;
  top_p?: number | null;
  top_k?: number | null;
  stop?: string | string[] | null;
  stream?: boolean | null;
  n?: number | null;
  logprobs?: boolean | null;
  modalities?: string[] | null;
  functions?: unknown;
  tools?: (ChatTool | null)[] | null;
  tool_choice?: string | { type?: string; function?: { name?: string } } | null;
  parallel_tool_calls?: boolean | null;
  response_format?: { type?: string; json_schema?: { schema?: object } } | null;
  user?: string | null;
}

/**
 * A chat request in the words of Anthropic's Messages API. What has no counterpart there and only steers sampling (`seed`,
 * `logit_bias`, penalties) is left out; what changes the form of the answer is refused.
 * @param model as the provider calls it
 * @throws UntranslatableRequestError
 */
export function toAnthropicRequest(chatBody: Buffer, model: string): Buffer {
  if (isNestedTooDeep(chatBody)) {
    throw new UntranslatableRequestError('The body is nested too deep to be told to an Anthropic model.', null);
  }
  const chat = JSON.parse(chatBody.toString()) as ChatRequest;
  refuseWhatHasNoWords(chat);
  const messages = anthropicMessages(chat.messages);
  const system = [systemText(chat.messages), ...jsonOrder(chat)].filter(Boolean).join('\n\n');
  const { stop, tools, temperature, top_p, top_k, user } = chat;
  const schema = chat.response_format?.json_schema?.schema;
  return Buffer.from(
    JSON.stringify({
      model,
      max_tokens: chat.max_completion_tokens ?? chat.max_tokens ?? DEFAULT_MAX_TOKENS,
      ...(system && { system }),
      messages,
      // OpenAI's scale ends at 2.
      ...(typeof temperature === 'number' && { temperature: Math.min(1, temperature) }),
      ...(typeof top_p === 'number' && { top_p }),
      ...(typeof top_k === 'number' && { top_k }),
      ...(stop && { stop_sequences: [stop].flat() }),
      ...(tools?.length && { tools: tools.map(anthropicTool) }),
      ...toolChoice(chat),
      ...(schema && { output_config: { format: { type: 'json_schema', schema } } }),
      ...(user && { metadata: { user_id: user } }),
      ...(chat.stream && { stream: true }),
    }),
  );
}

function refuseWhatHasNoWords({ messages, tools, n, logprobs, modalities, functions }: ChatRequest): void {
  if (!Array.isArray(messages)) throw new UntranslatableRequestError('"messages" must be a list.', 'messages');
  if (!Array.isArray(tools ?? [])) throw new UntranslatableRequestError('"tools" must be a list.', 'tools');
  const refuse = (param: string, what: string) => {
    throw new UntranslatableRequestError(`Anthropic's models ${what}. Leave "${param}" out.`, param);
  };
  if ((n ?? 1) !== 1) refuse('n', 'give one answer to a request');
  if (logprobs) refuse('logprobs', 'do not tell the probabilities of tokens');
  if ([modalities ?? []].flat().some((modality) => modality !== 'text')) refuse('modalities', 'answer in text only');
  if (functions) refuse('functions', 'are given functions as "tools"');
}

/** There is no switch for JSON of any shape. */
function jsonOrder({ response_format }: ChatRequest): string[] {
  return response_format?.type === 'json_object' ? ['Answer with one JSON object and nothing else.'] : [];
}

function anthropicTool(tool: ChatTool | null, index: number): object {
  const { type, function: called } = tool ?? {};
  if (type !== 'function' || !called?.name) {
    throw new UntranslatableRequestError('Tools for an Anthropic model must be functions.', `tools.${index}`);
  }
  const { name, description, parameters } = called;
  return { name, ...(description && { description }), input_schema: parameters ?? { type: 'object', properties: {} } };
}

const CHOICES: Readonly<Record<string, string>> = { auto: 'auto', required: 'any', none: 'none' };

function toolChoice({ tools, tool_choice, parallel_tool_calls }: ChatRequest): object {
  if (!tools?.length) return {};
  const single = parallel_tool_calls === false;
  if (!tool_choice && !single) return {};
  const name = typeof tool_choice === 'object' ? tool_choice?.function?.name : undefined;
  const word = typeof tool_choice === 'object' ? tool_choice?.type : tool_choice;
  const type = name ? 'tool' : CHOICES[word ?? 'auto'];
  if (!type) throw new UntranslatableRequestError('Anthropic\'s models do not know this "tool_choice".', 'tool_choice');
  const once = single && type !== 'none' ? { disable_parallel_tool_use: true } : {};
  return { tool_choice: { type, ...(name && { name }), ...once } };
}

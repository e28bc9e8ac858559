import { UntranslatableRequestError } from './translation.errors.js';

interface ChatRequestPart {
  type?: string;
  text?: string;
  refusal?: string;
  image_url?: { url?: string } | string;
}

/** A message of a chat request, of which the client may have written anything. */
export interface ChatRequestMessage {
  role?: string;
  content?: string | ChatRequestPart[] | null;
  tool_calls?: { id?: string; function?: { name?: string; arguments?: string } }[] | null;
  tool_call_id?: string;
}

interface AnthropicMessage {
  role: 'user' | 'assistant';
  content: object[];
}

const DATA_URL = /^data:([^;,]+);base64,(.*)$/s;

/** What Anthropic takes apart from the messages. */
export function systemText(messages: readonly ChatRequestMessage[]): string {
  return messages
    .filter(isSystem)
    .map(({ content }) => (typeof content === 'string' ? content : (content ?? []).map(({ text }) => text).join('\n')))
    .join('\n\n');
}

/**
 * Messages of one speaker in a row become one, because all results of a turn's tool calls have to come together.
 * @throws UntranslatableRequestError
 */
export function anthropicMessages(messages: readonly ChatRequestMessage[]): AnthropicMessage[] {
  const turns: AnthropicMessage[] = [];
  messages.forEach((message, index) => {
    checkMessage(message, `messages.${index}`);
    if (isSystem(message)) return;
    const role = message.role === 'assistant' ? 'assistant' : 'user';
    const content = blocks(message, `messages.${index}`);
    const last = turns.at(-1);
    if (last?.role === role) last.content.push(...content);
    else if (content.length > 0) turns.push({ role, content });
  });
  return turns;
}

/** The client may have written anything at all. */
function checkMessage(message: ChatRequestMessage | null, at: string): void {
  if (typeof message !== 'object' || message === null)
    throw new UntranslatableRequestError(`"${at}" must be an object.`, at);
  const { content, tool_calls } = message;
  const isContent = typeof (content ?? '') === 'string' || isListOfObjects(content);
  if (!isContent)
    throw new UntranslatableRequestError(`"${at}.content" must be a string or a list of parts.`, `${at}.content`);
  if (!isListOfObjects(tool_calls ?? [])) {
    throw new UntranslatableRequestError(`"${at}.tool_calls" must be a list of calls.`, `${at}.tool_calls`);
  }
}

function isListOfObjects(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'object' && item !== null);
}

function isSystem({ role }: ChatRequestMessage): boolean {
  return role === 'system' || role === 'developer';
}

function blocks({ role, content, tool_calls, tool_call_id }: ChatRequestMessage, at: string): object[] {
  const parts = typeof content === 'string' ? [{ type: 'text', text: content }] : (content ?? []);
  const said = parts.map((part) => block(part, `${at}.content`)).filter((told) => told !== null);
  if (role === 'user') return said;
  if (role === 'tool') return [{ type: 'tool_result', tool_use_id: tool_call_id, content: said }];
  if (role !== 'assistant') throw new UntranslatableRequestError(`Nobody speaks as "${role}".`, `${at}.role`);
  return [
    ...said,
    ...(tool_calls ?? []).map((call) => ({
      type: 'tool_use',
      id: call.id,
      name: call.function?.name,
      input: argumentsOf(call.function?.arguments, `${at}.tool_calls`),
    })),
  ];
}

/** null for text that says nothing, which Anthropic refuses. */
function block({ type, text, refusal, image_url }: ChatRequestPart, at: string): object | null {
  if (type === 'text' || type === 'refusal') {
    const said = text ?? refusal;
    return said ? { type: 'text', text: said } : null;
  }
  const url = typeof image_url === 'string' ? image_url : image_url?.url;
  if (type !== 'image_url' || !url) {
    throw new UntranslatableRequestError(`An Anthropic model does not take content of the type "${type}".`, at);
  }
  const [, media_type, data] = DATA_URL.exec(url) ?? [];
  return { type: 'image', source: data ? { type: 'base64', media_type, data } : { type: 'url', url } };
}

function argumentsOf(text: string | undefined, at: string): unknown {
  try {
    return JSON.parse(text || '{}');
  } catch {
    throw new UntranslatableRequestError('The arguments of a tool call are not valid JSON.', at);
  }
}

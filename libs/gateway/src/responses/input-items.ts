import { UntranslatableRequestError, type ChatMessage, type ChatPart } from '@hal0/dispatcher';
import { InvalidBodyError } from '../gateway.errors.js';
import { listAt, objectAt, textAt, type JsonObject } from '../intake/json-fields.js';
import { nameInChat } from './tool-set.js';

type AssistantMessage = Extract<ChatMessage, { role: 'assistant' }>;

/**
 * The input of a Responses request as the messages of a chat. What a model said, thought and called in one turn are
 * items of their own here and one message there.
 * @throws InvalidBodyError
 */
export function chatMessages(input: unknown): ChatMessage[] {
  if (typeof input === 'string') return [{ role: 'user', content: input }];
  const messages: ChatMessage[] = [];
  listAt(input, 'input').forEach((value, index) => {
    const at = `input.${index}`;
    const item = objectAt(value, at);
    const type = item.type ?? 'message';
    if (type === 'message' && item.role !== 'assistant') return messages.push(message(item, at));
    if (type === 'function_call_output' || type === 'custom_tool_call_output')
      return messages.push(toolMessage(item, at));
    const turn = assistantTurn(messages);
    if (type === 'message') turn.content = (turn.content ?? '') + joined(parts(item.content, `${at}.content`));
    else if (type === 'reasoning') turn.reasoning_content = (turn.reasoning_content ?? '') + reasoning(item, at);
    else if (type === 'function_call') (turn.tool_calls ??= []).push(toolCall(item, at));
    else if (type === 'custom_tool_call') (turn.tool_calls ??= []).push(toolCall(asFunctionCall(item, at), at));
    else
      throw new UntranslatableRequestError(
        `hal0 cannot pass on an item of type ${JSON.stringify(type)}.`,
        `${at}.type`,
      );
    return undefined;
  });
  return messages;
}

function assistantTurn(messages: ChatMessage[]): AssistantMessage {
  const last = messages.at(-1);
  if (last?.role === 'assistant') return last;
  const turn: AssistantMessage = { role: 'assistant', content: null };
  messages.push(turn);
  return turn;
}

function message({ role, content }: JsonObject, at: string): ChatMessage {
  if (role !== 'user' && role !== 'system' && role !== 'developer') {
    throw new InvalidBodyError(`"${at}.role" must be "user", "assistant", "system" or "developer".`, `${at}.role`);
  }
  const said = parts(content, `${at}.content`);
  const isText = said.every(({ type }) => type === 'text');
  // Chat templates know no developer.
  return { role: role === 'user' ? 'user' : 'system', content: isText ? joined(said) : said };
}

function toolMessage({ call_id, output }: JsonObject, at: string): ChatMessage {
  const content = joined(parts(output, `${at}.output`));
  return { role: 'tool', tool_call_id: textAt(call_id, `${at}.call_id`), content };
}

/** The model was given a function of one text in its place. */
function asFunctionCall({ input, ...item }: JsonObject, at: string): JsonObject {
  return { ...item, arguments: JSON.stringify({ input: textAt(input, `${at}.input`) }) };
}

function toolCall({ call_id, name, namespace, arguments: given }: JsonObject, at: string) {
  return {
    id: textAt(call_id, `${at}.call_id`),
    type: 'function' as const,
    function: { name: nameInChat(textAt(name, `${at}.name`), namespace), arguments: textAt(given, `${at}.arguments`) },
  };
}

/** Summaries are for people; what was thought stands in the content, where it is told at all. */
function reasoning({ content }: JsonObject, at: string): string {
  if ((content ?? null) === null) return '';
  return listAt(content, `${at}.content`)
    .map((part, index) => textAt(objectAt(part, `${at}.content.${index}`).text, `${at}.content.${index}.text`))
    .join('');
}

function joined(said: readonly ChatPart[]): string {
  return said.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
}

function parts(content: unknown, at: string): ChatPart[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  if (!Array.isArray(content)) throw new InvalidBodyError(`"${at}" must be a string or a list of parts.`, at);
  return content.map((value, index) => part(objectAt(value, `${at}.${index}`), `${at}.${index}`));
}

function part({ type, text, refusal, image_url, detail }: JsonObject, at: string): ChatPart {
  if (type === 'input_text' || type === 'output_text') return { type: 'text', text: textAt(text, `${at}.text`) };
  if (type === 'refusal') return { type: 'text', text: textAt(refusal, `${at}.refusal`) };
  if (type === 'input_image') {
    if (typeof image_url !== 'string') {
      throw new UntranslatableRequestError(
        'hal0 keeps no files. Give the picture as "image_url", which may be a data: URL.',
        at,
      );
    }
    const fineness = typeof detail === 'string' ? { detail } : {};
    return { type: 'image_url', image_url: { url: image_url, ...fineness } };
  }
  throw new UntranslatableRequestError(
    `hal0 cannot pass on content of type ${JSON.stringify(type ?? null)}.`,
    `${at}.type`,
  );
}

import { UntranslatableRequestError, type ChatMessage, type ChatPart, type ChatToolCall } from '@hal0/dispatcher';
import { InvalidBodyError } from '../gateway.errors.js';
import { listAt, objectAt, textAt, type JsonObject } from '../intake/json-fields.js';

/**
 * The messages of a Messages request as those of a chat. Results of tools become messages of their own, before
 * whatever else the user says.
 * @throws InvalidBodyError
 */
export function chatMessages(messages: unknown): ChatMessage[] {
  const list = listAt(messages, 'messages');
  if (list.length === 0) throw new InvalidBodyError('"messages" must hold at least one message.', 'messages');
  return list.flatMap((item, index) => {
    const at = `messages.${index}`;
    const { role, content } = objectAt(item, at);
    if (role === 'user') return userMessages(someBlocksAt(content, `${at}.content`), `${at}.content`);
    // It holds from where it stands.
    if (role === 'system') return [{ role, content: plainText(content, `${at}.content`) }];
    if (role === 'assistant') return [assistantMessage(blocksAt(content, `${at}.content`), `${at}.content`)];
    throw new InvalidBodyError(`"${at}.role" must be "user", "assistant" or "system".`, `${at}.role`);
  });
}

/** Text that is given as such or in blocks. */
export function plainText(content: unknown, at: string): string {
  return blocksAt(content, at)
    .map((block, index) => {
      if (block.type !== 'text') throw unknownBlock(block, `${at}.${index}`);
      return textAt(block.text, `${at}.${index}.text`);
    })
    .join('\n');
}

function blocksAt(content: unknown, at: string): JsonObject[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  if (!Array.isArray(content)) throw new InvalidBodyError(`"${at}" must be a string or a list of blocks.`, at);
  return content.map((block, index) => objectAt(block, `${at}.${index}`));
}

/** A model that is asked nothing answers something. */
function someBlocksAt(content: unknown, at: string): JsonObject[] {
  const blocks = blocksAt(content, at);
  if (blocks.length === 0 || content === '') throw new InvalidBodyError(`"${at}" must not be empty.`, at);
  const empty = blocks.findIndex(({ type, text }) => type === 'text' && text === '');
  if (empty >= 0) throw new InvalidBodyError(`"${at}.${empty}.text" must not be empty.`, `${at}.${empty}.text`);
  return blocks;
}

function userMessages(blocks: JsonObject[], at: string): ChatMessage[] {
  const results: ChatMessage[] = [];
  const parts: ChatPart[] = [];
  blocks.forEach((block, index) => {
    const here = `${at}.${index}`;
    if (block.type !== 'tool_result') return parts.push(part(block, here));
    const said = block.content === undefined ? [] : blocksAt(block.content, `${here}.content`);
    const inside = said.map((inner, number) => resultPart(inner, `${here}.content.${number}`));
    const texts = inside.flatMap((inner) => (inner.type === 'text' ? [inner.text] : []));
    const id = textAt(block.tool_use_id, `${here}.tool_use_id`);
    const told = texts.join('\n');
    results.push({ role: 'tool', tool_call_id: id, content: block.is_error === true ? asError(told) : told });
    // A chat's tools answer in text alone, so that their pictures are shown by the user.
    return parts.push(...inside.filter(({ type }) => type === 'image_url'));
  });
  if (parts.length === 0) return results;
  const [first] = parts;
  const content = parts.length === 1 && first?.type === 'text' ? first.text : parts;
  return [...results, { role: 'user', content }];
}

/** What a search for tools has found stands among the tools of the request: a chat knows all of those. */
function resultPart(block: JsonObject, at: string): ChatPart {
  if (block.type !== 'tool_reference') return part(block, at);
  return { type: 'text', text: `Tool found: ${textAt(block.tool_name, `${at}.tool_name`)}` };
}

/** A chat's tools have no other way to say that they failed. */
function asError(told: string): string {
  return /^\W*error/i.test(told) ? told : `Error: ${told}`;
}

function part(block: JsonObject, at: string): ChatPart {
  if (block.type === 'text') return { type: 'text', text: textAt(block.text, `${at}.text`) };
  const source = block.type === 'image' || block.type === 'document' ? objectAt(block.source, `${at}.source`) : {};
  if (block.type === 'image' && source.type === 'base64') {
    const data = textAt(source.data, `${at}.source.data`);
    const url = `data:${textAt(source.media_type, `${at}.source.media_type`)};base64,${data}`;
    return { type: 'image_url', image_url: { url } };
  }
  if (block.type === 'image' && source.type === 'url') {
    return { type: 'image_url', image_url: { url: textAt(source.url, `${at}.source.url`) } };
  }
  if (block.type === 'document' && source.type === 'text') {
    return { type: 'text', text: textAt(source.data, `${at}.source.data`) };
  }
  throw unknownBlock(block, at);
}

function assistantMessage(blocks: JsonObject[], at: string): ChatMessage {
  let text: string | null = null;
  let thinking = '';
  const calls: ChatToolCall[] = [];
  blocks.forEach((block, index) => {
    const here = `${at}.${index}`;
    if (block.type === 'text') text = (text ?? '') + textAt(block.text, `${here}.text`);
    else if (block.type === 'thinking') thinking += textAt(block.thinking, `${here}.thinking`);
    else if (block.type === 'tool_use') calls.push(toolCall(block, here));
    // Nobody but Anthropic can read it.
    else if (block.type !== 'redacted_thinking') throw unknownBlock(block, here);
  });
  return {
    role: 'assistant',
    content: text,
    ...(thinking && { reasoning_content: thinking }),
    ...(calls.length > 0 && { tool_calls: calls }),
  };
}

function toolCall({ id, name, input }: JsonObject, at: string): ChatToolCall {
  return {
    id: textAt(id, `${at}.id`),
    type: 'function',
    function: { name: textAt(name, `${at}.name`), arguments: JSON.stringify(objectAt(input, `${at}.input`)) },
  };
}

function unknownBlock({ type }: JsonObject, at: string): UntranslatableRequestError {
  return new UntranslatableRequestError(
    `hal0 cannot pass on a block of type ${JSON.stringify(type ?? null)} here.`,
    at,
  );
}

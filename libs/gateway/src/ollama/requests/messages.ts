import { InvalidBodyError } from '../../gateway.errors.js';
import { listField, objectField, textField, textsField } from '../../intake/body-fields.js';
import { isObject, type JsonObject } from '../../intake/json-fields.js';

/** The first characters of a picture in base64, by its kind. Source: the magic numbers of the formats. */
const PICTURES = [
  ['/9j/', 'image/jpeg'],
  ['R0lGOD', 'image/gif'],
  ['UklGR', 'image/webp'],
] as const;

/**
 * Ollama's messages as OpenAI's. Ollama's tool calls may have no ids: they are given some in their order, and an answer
 * of a tool belongs to the earliest call that has none, of its own name where it tells one.
 * @throws InvalidBodyError
 */
export function readMessages(messages: readonly unknown[]): object[] {
  const calls = new OpenCalls();
  return messages.map((message) => {
    if (!isObject(message)) throw new InvalidBodyError('"messages" must be a list of objects.', 'messages');
    const role = textField(message, 'role');
    if (!role) throw new InvalidBodyError('A message has no "role".', 'messages');
    return role === 'tool' ? toolMessage(message, calls) : spokenMessage(role, message, calls);
  });
}

/** Text and pictures as the content of an OpenAI message. @throws InvalidBodyError */
export function contentOf(text: string, images: readonly string[]): string | object[] {
  if (images.length === 0) return text;
  const pictures = images.map((data) => ({ type: 'image_url', image_url: { url: dataUrl(data) } }));
  return [...(text ? [{ type: 'text', text }] : []), ...pictures];
}

function spokenMessage(role: string, message: JsonObject, calls: OpenCalls): object {
  const content = contentOf(textField(message, 'content') ?? '', textsField(message, 'images') ?? []);
  const thinking = textField(message, 'thinking');
  const toolCalls = (listField(message, 'tool_calls') ?? []).map((call) => toolCall(call, calls));
  return {
    role,
    content,
    ...(thinking === undefined ? {} : { reasoning_content: thinking }),
    ...(toolCalls.length ? { tool_calls: toolCalls } : {}),
  };
}

function toolMessage(message: JsonObject, calls: OpenCalls): object {
  const content = textField(message, 'content') ?? '';
  const name = textField(message, 'tool_name') ?? textField(message, 'name');
  return { role: 'tool', content, tool_call_id: textField(message, 'tool_call_id') ?? calls.answered(name) };
}

function toolCall(call: unknown, calls: OpenCalls): object {
  const asked = isObject(call) ? objectField(call, 'function') : undefined;
  const name = asked && textField(asked, 'name');
  if (!isObject(call) || !asked || !name) {
    throw new InvalidBodyError('A tool call of a message has no "function" with a "name".', 'messages');
  }
  const id = calls.add(textField(call, 'id'), name);
  return { id, type: 'function', function: { name, arguments: JSON.stringify(asked.arguments ?? {}) } };
}

function dataUrl(image: string): string {
  if (image.startsWith('data:')) return image;
  const [, type = 'image/png'] = PICTURES.find(([beginning]) => image.startsWith(beginning)) ?? [];
  return `data:${type};base64,${image}`;
}

/** Calls of tools that no message has answered yet. */
class OpenCalls {
  private readonly open: { id: string; name: string }[] = [];
  private count = 0;

  add(given: string | undefined, name: string): string {
    const id = given ?? `call_${this.count}`;
    this.count += 1;
    this.open.push({ id, name });
    return id;
  }

  answered(name: string | undefined): string {
    const named = this.open.findIndex((call) => call.name === name);
    const [call] = this.open.splice(Math.max(0, named), 1);
    return call?.id ?? `call_${this.count}`;
  }
}

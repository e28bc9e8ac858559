import { UntranslatableRequestError, type ChatMessage, type ChatTool, type ChatToolChoice } from '@hal0/dispatcher';
import { InvalidBodyError } from '../gateway.errors.js';
import { named } from '../intake/inference-body.js';
import { isObject, listAt, objectAt, takeOver, textAt, type JsonObject } from '../intake/json-fields.js';
import { systemFirst } from '../system-first.js';
import { chatMessages, plainText } from './message-blocks.js';

/**
 * The chat request that asks what a Messages request asks. `cache_control`, `metadata` and `service_tier` mean nothing
 * to a model server and are left out.
 * @throws InvalidBodyError
 */
export function chatRequestOf(body: JsonObject): JsonObject {
  const { system, messages, stop_sequences, tools, tool_choice, mcp_servers } = body;
  if (Array.isArray(mcp_servers) && mcp_servers.length > 0) {
    throw new UntranslatableRequestError(
      'hal0 does not call MCP servers. Call them in the client and give "tools".',
      'mcp_servers',
    );
  }
  const format = responseFormat(body);
  return {
    ...takeOver(body, {
      model: 'string',
      max_tokens: 'number',
      temperature: 'number',
      top_p: 'number',
      top_k: 'number',
      stream: 'boolean',
    }),
    // Only to be read, which model servers do for the sake of an answer.
    ...(body.max_tokens === 0 && { max_tokens: 1 }),
    // A blank name means the default slot, as no name does.
    model: named(body.model),
    messages: systemFirst([...systemMessage(system), ...chatMessages(messages)]),
    ...((stop_sequences ?? null) !== null && {
      stop: listAt(stop_sequences, 'stop_sequences').map((stop, index) => textAt(stop, `stop_sequences.${index}`)),
      // Which of them it was is told in no other way.
      verbose: true,
    }),
    ...((tools ?? null) !== null && { tools: listAt(tools, 'tools').map(chatTool) }),
    ...((tool_choice ?? null) !== null && chatToolChoice(objectAt(tool_choice, 'tool_choice'))),
    ...(thinkingIsOff(body) && { chat_template_kwargs: { enable_thinking: false } }),
    ...(format && { response_format: format }),
    ...(body.stream === true && { stream_options: { include_usage: true } }),
  };
}

/** What the request has the answer begin with; empty when it leaves that to the model. */
export function prefillOf({ messages }: JsonObject): string {
  const last: unknown = Array.isArray(messages) ? messages.at(-1) : undefined;
  if (!isObject(last) || last.role !== 'assistant') return '';
  const { content } = last;
  if (typeof content === 'string') return content;
  const block: unknown = Array.isArray(content) && content.length === 1 ? content[0] : undefined;
  return isObject(block) && typeof block.text === 'string' ? block.text : '';
}

function systemMessage(system: unknown): ChatMessage[] {
  if ((system ?? null) === null) return [];
  return [{ role: 'system', content: plainText(system, 'system') }];
}

function chatTool(item: unknown, index: number): ChatTool {
  const at = `tools.${index}`;
  const { type, name, description, input_schema } = objectAt(item, at);
  if ((type ?? 'custom') !== 'custom') {
    throw new UntranslatableRequestError(`hal0 has no tools of its own such as ${JSON.stringify(type)}.`, `${at}.type`);
  }
  return {
    type: 'function',
    function: {
      name: textAt(name, `${at}.name`),
      ...((description ?? null) !== null && { description: textAt(description, `${at}.description`) }),
      parameters: objectAt(input_schema, `${at}.input_schema`),
    },
  };
}

const CHOICES: Readonly<Record<string, ChatToolChoice>> = { auto: 'auto', any: 'required', none: 'none' };

function chatToolChoice({ type, name, disable_parallel_tool_use }: JsonObject): JsonObject {
  const choice: ChatToolChoice | undefined =
    type === 'tool'
      ? { type: 'function', function: { name: textAt(name, 'tool_choice.name') } }
      : CHOICES[textAt(type, 'tool_choice.type')];
  if (!choice) {
    throw new InvalidBodyError('"tool_choice.type" must be "auto", "any", "tool" or "none".', 'tool_choice.type');
  }
  return { tool_choice: choice, ...(disable_parallel_tool_use === true && { parallel_tool_calls: false }) };
}

function thinkingIsOff({ thinking }: JsonObject): boolean {
  if ((thinking ?? null) === null) return false;
  return objectAt(thinking, 'thinking').type === 'disabled';
}

function responseFormat({ output_config }: JsonObject): JsonObject | null {
  if ((output_config ?? null) === null) return null;
  const { format } = objectAt(output_config, 'output_config');
  if ((format ?? null) === null) return null;
  const { type, schema } = objectAt(format, 'output_config.format');
  if (type !== 'json_schema') {
    throw new InvalidBodyError('"output_config.format.type" must be "json_schema".', 'output_config.format.type');
  }
  const at = 'output_config.format.schema';
  return { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema: objectAt(schema, at) } };
}

import { UntranslatableRequestError, type ChatMessage, type ChatToolChoice } from '@hal0/dispatcher';
import { InvalidBodyError } from '../gateway.errors.js';
import { checkFields, named } from '../intake/inference-body.js';
import { objectAt, takeOver, textAt, type JsonObject } from '../intake/json-fields.js';
import { systemFirst } from '../system-first.js';
import { RESPONSE } from './body-rules.js';
import { chatMessages } from './input-items.js';
import { ToolSet } from './tool-set.js';

const NOTHING_KEPT = 'hal0 keeps no answers: send the whole conversation in "input"';

/**
 * The chat request that asks what a Responses request asks.
 * @throws InvalidBodyError
 */
export function chatRequestOf(body: JsonObject): JsonObject {
  refuseWhatIsKept(body);
  checkFields(body, RESPONSE);
  const { instructions, input, max_output_tokens } = body;
  const system: ChatMessage[] =
    (instructions ?? null) === null ? [] : [{ role: 'system', content: textAt(instructions, 'instructions') }];
  const { max_output_tokens: max_tokens } = takeOver({ max_output_tokens }, { max_output_tokens: 'number' });
  return {
    ...takeOver(body, {
      model: 'string',
      temperature: 'number',
      top_p: 'number',
      parallel_tool_calls: 'boolean',
      stream: 'boolean',
    }),
    // A blank name means the default slot, as no name does.
    model: named(body.model),
    ...(max_tokens !== undefined && { max_tokens }),
    messages: systemFirst([...system, ...chatMessages(input)]),
    ...toolsAndChoice(body),
    ...responseFormat(body),
    ...reasoningEffort(body),
    ...(body.stream === true && { stream_options: { include_usage: true } }),
  };
}

function refuseWhatIsKept(body: JsonObject): void {
  for (const param of ['previous_response_id', 'conversation', 'prompt']) {
    if ((body[param] ?? null) !== null)
      throw new UntranslatableRequestError(`${NOTHING_KEPT}, without "${param}".`, param);
  }
  if (body.store === true)
    throw new UntranslatableRequestError(`${NOTHING_KEPT}, with "store" false or absent.`, 'store');
  if (body.background === true) {
    throw new UntranslatableRequestError(
      'hal0 answers at once, not in the background. Leave "background" out.',
      'background',
    );
  }
}

/** Nothing to choose from needs no choice. */
function toolsAndChoice(body: JsonObject): JsonObject {
  const { functions } = new ToolSet(body);
  const { tool_choice } = body;
  const choice = (tool_choice ?? null) === null ? undefined : chatToolChoice(tool_choice);
  if (functions.length === 0 && (choice === undefined || choice === 'auto' || choice === 'none')) return {};
  return { tools: functions, ...(choice !== undefined && { tool_choice: choice }) };
}

function chatToolChoice(choice: unknown): ChatToolChoice {
  if (choice === 'auto' || choice === 'none' || choice === 'required') return choice;
  const { type, name } = typeof choice === 'string' ? { type: choice } : objectAt(choice, 'tool_choice');
  if (type !== 'function' && type !== 'custom') {
    const words = '"tool_choice" must be "auto", "none", "required" or name a function or a custom tool.';
    throw new InvalidBodyError(words, 'tool_choice');
  }
  return { type: 'function', function: { name: textAt(name, 'tool_choice.name') } };
}

function responseFormat({ text }: JsonObject): JsonObject {
  if ((text ?? null) === null) return {};
  const { format } = objectAt(text, 'text');
  if ((format ?? null) === null) return {};
  const { type, name, schema, strict } = objectAt(format, 'text.format');
  if (type === 'text') return {};
  if (type === 'json_object') return { response_format: { type } };
  if (type !== 'json_schema') {
    const words = '"text.format.type" must be "text", "json_object" or "json_schema".';
    throw new InvalidBodyError(words, 'text.format.type');
  }
  const json_schema = {
    name: textAt(name, 'text.format.name'),
    schema: objectAt(schema, 'text.format.schema'),
    strict: strict ?? true,
  };
  return { response_format: { type, json_schema } };
}

function reasoningEffort({ reasoning }: JsonObject): JsonObject {
  if ((reasoning ?? null) === null) return {};
  const { effort } = objectAt(reasoning, 'reasoning');
  if ((effort ?? null) === null) return {};
  const reasoning_effort = textAt(effort, 'reasoning.effort');
  const isOff = reasoning_effort === 'none';
  return { reasoning_effort, ...(isOff && { chat_template_kwargs: { enable_thinking: false } }) };
}

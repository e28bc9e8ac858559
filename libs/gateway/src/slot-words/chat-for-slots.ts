import { InvalidBodyError } from '../gateway.errors.js';
import { isObject, type JsonObject } from '../intake/json-fields.js';
import type { SlotWords } from './slot-words.js';

/**
 * A chat request as llama.cpp's server has to be told it. It takes a choice of one tool for a choice of any, and refuses nulls
 * and calls without arguments in what a model has said before, which clients send back as they got them from elsewhere.
 */
export const chatForSlots: SlotWords = {
  differ: ({ tool_choice, messages }) => isForced(tool_choice) || isUneven(messages),
  /** @throws InvalidBodyError when the tool that has to be called is none of the tools */
  tell: (fields) => {
    const { tool_choice, messages } = fields;
    return {
      ...fields,
      ...(isUneven(messages) && { messages: messages.map((message) => mended(message)) }),
      ...(isForced(tool_choice) && forced(tool_choice, fields.tools)),
    };
  },
};

function isForced(choice: unknown): choice is JsonObject {
  return isObject(choice) && choice.type === 'function';
}

function isUneven(messages: unknown): messages is unknown[] {
  return Array.isArray(messages) && messages.some(needsMending);
}

function forced({ function: chosen }: JsonObject, tools: unknown): JsonObject {
  const name = isObject(chosen) ? chosen.name : undefined;
  const only = Array.isArray(tools) ? tools.filter((tool) => nameOf(tool) === name) : [];
  if (typeof name !== 'string' || only.length === 0) {
    throw new InvalidBodyError('"tool_choice" names a function that is none of the "tools".', 'tool_choice');
  }
  return { tools: only, tool_choice: 'required' };
}

function nameOf(tool: unknown): unknown {
  return isObject(tool) && isObject(tool.function) ? tool.function.name : undefined;
}

function needsMending(message: unknown): boolean {
  if (!isObject(message)) return false;
  const { reasoning_content, name, tool_call_id, tool_calls } = message;
  if (reasoning_content === null || name === null || tool_call_id === null) return true;
  return Array.isArray(tool_calls) && tool_calls.some(lacksArguments);
}

function lacksArguments(call: unknown): boolean {
  return isObject(call) && isObject(call.function) && call.function.arguments === '';
}

function mended(message: unknown): unknown {
  if (!isObject(message)) return message;
  const told = Object.entries(message).filter(([name, value]) => value !== null || name === 'content');
  const rest = Object.fromEntries(told);
  if (!Array.isArray(rest.tool_calls)) return rest;
  const calls: unknown[] = rest.tool_calls;
  return { ...rest, tool_calls: calls.map((call) => (lacksArguments(call) ? withoutArguments(call) : call)) };
}

function withoutArguments(call: unknown): JsonObject {
  const told = call as JsonObject & { function: JsonObject };
  return { ...told, function: { ...told.function, arguments: '{}' } };
}

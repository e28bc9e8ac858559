import { UntranslatableRequestError, type ChatTool } from '@hal0/dispatcher';
import { listAt, objectAt, textAt, type JsonObject } from '../intake/json-fields.js';

/** What OpenAI runs itself, or has taught its own models; in all of their versions. */
const BUILT_IN =
  /^(?:web_search|file_search|code_interpreter|computer|image_generation|mcp|local_shell|shell|apply_patch|tool_search|programmatic_tool_calling)(?:_|$)/;

/** What a tool that a chat's model calls is to the client. */
export interface CalledTool {
  readonly isCustom: boolean;
  readonly name: string;
  /** Of the group that it stands in; absent when it stands in none. */
  readonly namespace?: string;
}

/** The tools of a Responses request in the words of a chat, which has functions alone. */
export class ToolSet {
  readonly functions: ChatTool[] = [];
  /** The client's own words for what the model was given. */
  readonly given: unknown[] = [];
  /** Types of tools that nobody here has, which the model goes without. */
  readonly ignored: string[] = [];
  private readonly called = new Map<string, CalledTool>();

  /** @throws InvalidBodyError, UntranslatableRequestError */
  constructor({ tools, tool_choice }: JsonObject) {
    if ((tools ?? null) === null) return;
    // Whoever has to call one of them may not be left without those that were meant.
    const mayIgnore = (tool_choice ?? 'auto') === 'auto' || tool_choice === 'none';
    listAt(tools, 'tools').forEach((item, index) => {
      const at = `tools.${index}`;
      const tool = objectAt(item, at);
      const { type } = tool;
      if (typeof type === 'string' && BUILT_IN.test(type) && mayIgnore) {
        this.ignored.push(type);
        return;
      }
      this.given.push(item);
      if (type === 'namespace') this.addGroup(tool, at);
      else this.add(tool, at);
    });
  }

  /** What the client calls the tool that the model calls `name`. */
  find(name: string): CalledTool {
    return this.called.get(name) ?? { isCustom: false, name };
  }

  private addGroup({ name, tools }: JsonObject, at: string): void {
    const namespace = textAt(name, `${at}.name`);
    listAt(tools, `${at}.tools`).forEach((item, index) => {
      const within = `${at}.tools.${index}`;
      this.add(objectAt(item, within), within, namespace);
    });
  }

  private add(tool: JsonObject, at: string, namespace?: string): void {
    const isCustom = tool.type === 'custom';
    if (!isCustom && tool.type !== 'function') {
      const told = JSON.stringify(tool.type ?? null);
      const words = `hal0 has no tools of its own such as ${told}; only functions and custom tools.`;
      throw new UntranslatableRequestError(words, `${at}.type`);
    }
    const name = textAt(tool.name, `${at}.name`);
    const known = nameInChat(name, namespace);
    this.called.set(known, { isCustom, name, ...(namespace !== undefined && { namespace }) });
    this.functions.push({ type: 'function', function: isCustom ? asFunction(tool, known, at) : told(tool, known, at) });
  }
}

/** A chat has no groups of tools: the group becomes a part of the name. */
export function nameInChat(name: string, namespace: unknown): string {
  if (typeof namespace !== 'string') return name;
  return namespace.endsWith('__') ? namespace + name : `${namespace}__${name}`;
}

function told({ description, parameters, strict }: JsonObject, name: string, at: string): ChatTool['function'] {
  return {
    name,
    ...((description ?? null) !== null && { description: textAt(description, `${at}.description`) }),
    ...((parameters ?? null) !== null && { parameters: objectAt(parameters, `${at}.parameters`) }),
    ...(typeof strict === 'boolean' && { strict }),
  };
}

/** A tool that takes free text, as a function of one text. */
function asFunction({ description, format }: JsonObject, name: string, at: string): ChatTool['function'] {
  const purpose = (description ?? null) === null ? [] : [textAt(description, `${at}.description`)];
  const input = { type: 'string', description: 'The whole input of the tool, as plain text.' };
  return {
    name,
    description: [...purpose, ...grammarOf(format, `${at}.format`)].join('\n\n'),
    parameters: { type: 'object', properties: { input }, required: ['input'], additionalProperties: false },
  };
}

/** Told in words: a model server would hold a whole answer to a grammar, not the input of a tool. */
function grammarOf(format: unknown, at: string): string[] {
  if ((format ?? null) === null) return [];
  const { type, syntax, definition } = objectAt(format, at);
  if (type !== 'grammar') return [];
  return [
    `The input has to fit this grammar (${textAt(syntax, `${at}.syntax`)}):\n${textAt(definition, `${at}.definition`)}`,
  ];
}

/** A call of a tool, or a part of one, as OpenAI's answers tell it. */
export interface ToolCallPart {
  index?: number;
  id?: string;
  function?: { name?: string; arguments?: string };
}

/** Ollama tells a call of a tool whole, with its arguments as an object. */
export interface OllamaToolCall {
  id?: string;
  function: { name: string; arguments: unknown };
}

/** Puts the calls of one answer together from their parts. */
export class ToolCalls {
  private readonly calls = new Map<number, { id?: string; name: string; arguments: string }>();

  add(parts: readonly ToolCallPart[]): void {
    for (const [position, { index = position, id, function: part }] of parts.entries()) {
      const call = this.calls.get(index) ?? { name: '', arguments: '' };
      if (id) call.id = id;
      call.name += part?.name ?? '';
      call.arguments += part?.arguments ?? '';
      this.calls.set(index, call);
    }
  }

  /**
   * @param cutShort the answer was ended at its limit: a call that is not whole is none
   * @throws SyntaxError when arguments are no JSON
   */
  whole(cutShort: boolean): OllamaToolCall[] {
    return [...this.calls.values()].flatMap(({ id, name, arguments: text }) => {
      try {
        const call = { name, arguments: JSON.parse(text || '{}') as unknown };
        return [id === undefined ? { function: call } : { id, function: call }];
      } catch (error) {
        if (cutShort) return [];
        throw error;
      }
    });
  }
}

import type { ChatToolCallDelta } from '@hal0/dispatcher';
import { CallNumbers } from '../../chat-answers/call-numbers.js';

/** Ollama tells a call of a tool whole, with its arguments as an object. */
export interface OllamaToolCall {
  id?: string;
  function: { name: string; arguments: unknown };
}

/** Puts the calls of one answer together from their parts. */
export class ToolCalls {
  private readonly numbers = new CallNumbers();
  private readonly calls = new Map<number, { id?: string; name: string; arguments: string }>();

  add(parts: readonly ChatToolCallDelta[]): void {
    for (const [position, piece] of parts.entries()) {
      const { id, function: part } = piece;
      const index = this.numbers.of(piece, position);
      const call = this.calls.get(index) ?? { name: '', arguments: '' };
      if (id) call.id ??= id;
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

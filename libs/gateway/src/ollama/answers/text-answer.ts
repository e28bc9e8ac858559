import type { AnswerTranslation, ChatSaid, ChatToolCallDelta } from '@hal0/dispatcher';
import { wordsOf } from '../../chat-answers/chat-words.js';
import type { AnswerFigures, AnswerTimes } from './answer-times.js';
import { ToolCalls, type OllamaToolCall } from './tool-calls.js';

/** Some of an answer, or all of it. */
export interface Piece {
  content: string;
  thinking?: string;
  tool_calls?: OllamaToolCall[];
}

interface Words extends ChatSaid {
  tool_calls?: ChatToolCallDelta[] | null;
}

interface Choice {
  delta?: Words;
  message?: Words;
  text?: string;
  finish_reason?: string | null;
  logprobs?: { content?: unknown[] | null } | null;
}

interface TextChunk extends AnswerFigures {
  model?: string;
  choices?: Choice[];
}

/** OpenAI's chats and completions as Ollama's: one JSON object for each line of a stream, the last of them with `done`. */
export class TextAnswer implements AnswerTranslation {
  readonly streamType = 'application/x-ndjson';
  private readonly calls = new ToolCalls();
  private begun = false;
  private figures: AnswerFigures = {};
  private finish = 'stop';

  constructor(
    /** As the client named it; the answer tells it better. */
    private model: string,
    private readonly times: AnswerTimes,
    private readonly wrap: (piece: Piece) => object,
  ) {}

  plain(body: Buffer): string {
    const { choices, ...rest } = JSON.parse(body.toString()) as TextChunk;
    const [choice] = choices ?? [];
    if (!choice) throw new Error('the answer has no choices');
    this.learn(rest);
    const { content, thinking } = this.read(choice);
    return JSON.stringify({ ...this.line({ content, ...thinking, ...this.toolCalls() }, choice), ...this.done() });
  }

  event(data: string): string {
    const { choices, ...rest } = JSON.parse(data) as TextChunk;
    this.learn(rest);
    this.begun = true;
    const [choice] = choices ?? [];
    if (!choice) return '';
    const { content, thinking } = this.read(choice);
    if (content === '' && thinking === undefined) return '';
    this.times.begun();
    return text({ ...this.line({ content, ...thinking }, choice), done: false });
  }

  end(): string {
    if (!this.begun) throw new Error('a stream without any part of an answer');
    const calls = this.toolCalls();
    const called = calls ? text({ ...this.line({ content: '', ...calls }), done: false }) : '';
    return called + text({ ...this.line({ content: '' }), ...this.done() });
  }

  private learn({ model, usage, timings }: TextChunk): void {
    if (model) this.model = model;
    if (usage) this.figures = { ...this.figures, usage };
    if (timings) this.figures = { ...this.figures, timings };
  }

  private read(choice: Choice): { content: string; thinking: { thinking: string } | undefined } {
    const words = choice.delta ?? choice.message ?? {};
    if (choice.finish_reason) this.finish = choice.finish_reason;
    this.calls.add(words.tool_calls ?? []);
    const { reasoning, content, refusal } = wordsOf(words);
    return {
      content: content || refusal || (choice.text ?? ''),
      thinking: reasoning ? { thinking: reasoning } : undefined,
    };
  }

  private toolCalls(): { tool_calls: OllamaToolCall[] } | undefined {
    const calls = this.calls.whole(this.finish === 'length');
    return calls.length ? { tool_calls: calls } : undefined;
  }

  private line(piece: Piece, { logprobs }: Choice = {}): object {
    const told = logprobs?.content;
    return {
      model: this.model,
      created_at: this.times.createdAt(),
      ...this.wrap(piece),
      ...(told?.length ? { logprobs: told } : {}),
    };
  }

  private done(): object {
    return {
      done: true,
      done_reason: this.finish === 'length' ? 'length' : 'stop',
      ...this.times.account(this.figures),
    };
  }
}

/** As `/api/chat` says it. */
export function asMessage(piece: Piece): object {
  return { message: { role: 'assistant', ...piece } };
}

/** As `/api/generate` says it. */
export function asResponse({ content, ...rest }: Piece): object {
  return { response: content, ...rest };
}

function text(line: object): string {
  return `${JSON.stringify(line)}\n`;
}

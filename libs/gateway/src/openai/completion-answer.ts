import type { AnswerTranslation } from '@hal0/dispatcher';
import { isObject, type JsonObject } from '../intake/json-fields.js';

interface Token {
  token: string;
  logprob: number;
  top_logprobs?: Token[];
}

interface Choice {
  index?: number;
  logprobs?: { content?: Token[] | null } | null;
}

/** Answers of llama.cpp's server differ from OpenAI's for some completions. */
export function completionNeedsMending({ prompt, stream, logprobs }: JsonObject): boolean {
  const isSeveral = Array.isArray(prompt) && prompt.length > 1 && !prompt.every(Number.isInteger);
  return (stream === true && isSeveral) || (typeof logprobs === 'number' && logprobs > 0);
}

/**
 * A completion as OpenAI has it: with a completion's form of `logprobs`, where llama.cpp's server has that of a chat, and
 * without the empty event that it sends between the answers to several prompts.
 */
export class CompletionAnswer implements AnswerTranslation {
  readonly streamType = 'text/event-stream; charset=utf-8';
  /** Characters told so far, by the index of the choice. */
  private readonly told = new Map<number, number>();

  plain(body: Buffer): string {
    return JSON.stringify(this.mended(JSON.parse(body.toString())));
  }

  event(data: string): string {
    const chunk: unknown = JSON.parse(data);
    return chunk === null ? '' : `data: ${JSON.stringify(this.mended(chunk))}\n\n`;
  }

  end(): string {
    return 'data: [DONE]\n\n';
  }

  private mended(answer: unknown): unknown {
    if (!isObject(answer) || !Array.isArray(answer['choices'])) return answer;
    return { ...answer, choices: (answer['choices'] as Choice[]).map((choice) => this.withLogprobs(choice)) };
  }

  private withLogprobs(choice: Choice): object {
    const content = choice.logprobs?.content;
    if (!Array.isArray(content)) return choice;
    const { index = 0 } = choice;
    let offset = this.told.get(index) ?? 0;
    const text_offset = content.map(({ token }) => {
      const at = offset;
      offset += token.length;
      return at;
    });
    this.told.set(index, offset);
    const logprobs = {
      tokens: content.map(({ token }) => token),
      token_logprobs: content.map(({ logprob }) => logprob),
      top_logprobs: content.map(({ top_logprobs = [] }) =>
        Object.fromEntries(top_logprobs.map(({ token, logprob }) => [token, logprob])),
      ),
      text_offset,
    };
    return { ...choice, logprobs: { ...choice.logprobs, ...logprobs } };
  }
}

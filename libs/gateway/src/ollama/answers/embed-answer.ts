import type { AnswerTranslation } from '@hal0/dispatcher';
import type { AnswerTimes } from './answer-times.js';

interface EmbeddingsAnswer {
  model?: string;
  data: { index: number; embedding: number[] }[];
  usage?: { prompt_tokens?: number };
}

/** OpenAI's embeddings as those of `/api/embed`. */
export class EmbedAnswer implements AnswerTranslation {
  readonly streamType = 'application/x-ndjson';

  constructor(
    private readonly model: string,
    private readonly times: AnswerTimes,
  ) {}

  plain(body: Buffer): string {
    const { model = this.model, usage, data } = JSON.parse(body.toString()) as EmbeddingsAnswer;
    const { total_duration, load_duration, prompt_eval_count } = this.times.account({ usage: usage ?? null });
    return JSON.stringify({ model, embeddings: vectors(data), total_duration, load_duration, prompt_eval_count });
  }

  event(): string {
    return '';
  }

  end(): string {
    return '';
  }
}

/** OpenAI's embeddings as the one of `/api/embeddings`. */
export const singleEmbedding: AnswerTranslation = {
  streamType: 'application/x-ndjson',
  plain: (body) => JSON.stringify({ embedding: vectors((JSON.parse(body.toString()) as EmbeddingsAnswer).data)[0] }),
  event: () => '',
  end: () => '',
};

function vectors(data: EmbeddingsAnswer['data']): number[][] {
  return [...data].sort((a, b) => a.index - b.index).map(({ embedding }) => embedding);
}

import type { Clock } from '@hal0/platform';

const NANOSECONDS_PER_MS = 1_000_000;

/** What OpenAI's answers, and llama.cpp's server beside them, tell about the work. */
export interface AnswerFigures {
  usage?: { prompt_tokens?: number; completion_tokens?: number } | null;
  /** Milliseconds, and counts of tokens. */
  timings?: { prompt_n?: number; cache_n?: number; prompt_ms?: number; predicted_n?: number; predicted_ms?: number };
}

/** Ollama's account of one answer. Its durations are nanoseconds. */
export class AnswerTimes {
  private firstMs: number | null = null;

  constructor(
    private readonly clock: Clock,
    /** {@link Clock.monotonic} at the arrival of the request. */
    private readonly arrivedAt: number,
  ) {}

  createdAt(): string {
    return new Date(this.clock.now()).toISOString();
  }

  /** The first of the model's own words is there. */
  begun(): void {
    this.firstMs ??= this.elapsedMs();
  }

  /**
   * Reading the prompt and writing the answer as the model server measured them, and all the rest as loading: waiting
   * for the slot is most of it. Without such figures the first word divides the two.
   */
  account({ usage, timings }: AnswerFigures): Record<string, number> {
    const total = this.elapsedMs();
    const first = this.firstMs ?? 0;
    const prompt = timings?.prompt_ms ?? first;
    const evaluation = timings?.predicted_ms ?? total - first;
    const read = (timings?.prompt_n ?? 0) + (timings?.cache_n ?? 0);
    return {
      total_duration: nanoseconds(total),
      load_duration: nanoseconds(Math.max(0, total - prompt - evaluation)),
      prompt_eval_count: usage?.prompt_tokens ?? read,
      prompt_eval_duration: nanoseconds(prompt),
      eval_count: usage?.completion_tokens ?? timings?.predicted_n ?? 0,
      eval_duration: nanoseconds(evaluation),
    };
  }

  private elapsedMs(): number {
    return this.clock.monotonic() - this.arrivedAt;
  }
}

function nanoseconds(milliseconds: number): number {
  return Math.round(milliseconds * NANOSECONDS_PER_MS);
}

import type { ApiClient } from '../api/api-client.js';
import { eventData } from '../api/server-sent-events.js';
import { ApiAnswerError } from '../cli.errors.js';
import type { Printer } from '../terminal/printer.js';
import { elapsed } from '../terminal/units.js';

const PATH = 'v1/chat/completions';
const REDRAW_MS = 100;

export interface ChatMessage {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

export interface ChatQuestion {
  /** Slot name or registry id; absent takes the default slot. */
  model?: string;
  messages: readonly ChatMessage[];
}

/** The parts of a chunk that are shown. Source: OpenAI's streaming reference; `reasoning_content` is llama-server's. */
interface ChatChunk {
  choices?: { delta?: { content?: string | null; reasoning_content?: string | null } }[];
  error?: { code?: string | null; message: string };
}

/** The whole answer at once, as the API gives it. */
export function completeAnswer(api: ApiClient, question: ChatQuestion, signal: AbortSignal): Promise<unknown> {
  return api.call(PATH, { method: 'POST', body: question, signal });
}

/**
 * Prints the answer as it is generated. What has been printed so far is in `answer`, also when this throws.
 * @throws ApiAnswerError when the generation fails half-way
 */
export async function streamAnswer(
  api: ApiClient,
  print: Printer,
  question: ChatQuestion,
  answer: { text: string },
  signal: AbortSignal,
): Promise<void> {
  const stopWaiting = showWaiting(print);
  try {
    const chunks = api.stream(PATH, { method: 'POST', body: { ...question, stream: true }, signal });
    for await (const data of eventData(chunks)) {
      if (data === '[DONE]') break;
      const { choices: [choice] = [], error } = JSON.parse(data) as ChatChunk;
      if (error) throw new ApiAnswerError(error.code ?? 'chat.failed', error.message);
      const { content, reasoning_content: thought } = choice?.delta ?? {};
      if (content || thought) stopWaiting();
      if (thought && print.isWatched) print.write(print.dim(thought));
      if (content) print.write(content);
      answer.text += content ?? '';
    }
  } finally {
    stopWaiting();
    if (answer.text) print.line();
  }
}

/** A cold slot loads while the request waits: time passing tells that nothing is stuck. */
function showWaiting(print: Printer): () => void {
  if (!print.isWatched) return () => undefined;
  const startedAt = performance.now();
  let timer: NodeJS.Timeout | undefined = setInterval(
    () => print.progress(print.dim(`waiting  ${elapsed(startedAt)}`)),
    REDRAW_MS,
  );
  return () => {
    if (!timer) return;
    clearInterval(timer);
    timer = undefined;
    print.progress('');
  };
}

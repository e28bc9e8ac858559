/** What lemond says when it says no, out of any of its four envelopes. Source: Lemonade contract, section 7. */
export interface LemonadeErrorBody {
  /** lemond's own word for the kind of trouble, e.g. `model_not_found`; null when it gives none. */
  code: string | null;
  message: string;
}

export function parseErrorBody(text: string, status: number): LemonadeErrorBody {
  const body = parseJson(text);
  const error = field(body, 'error');
  if (typeof error === 'string') return { code: textOf(field(body, 'code')), message: error };
  const message = textOf(field(error, 'message'));
  if (message === null) return { code: null, message: text.trim().slice(0, 500) || `HTTP status ${status}` };
  // `code` is a word, a number, or missing; `type` is the word then.
  const code = field(error, 'code');
  return { code: typeof code === 'string' && code ? code : textOf(field(error, 'type')), message };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

const textOf = (value: unknown): string | null => (typeof value === 'string' && value ? value : null);

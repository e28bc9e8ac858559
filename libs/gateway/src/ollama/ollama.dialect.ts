import type { Dialect } from '@hal0/dispatcher';
import type { Hal0Error } from '@hal0/platform';

/** Ollama's errors are one sentence; hal0's code stands in the header `x-hal0-error-code`. */
export const ollamaDialect: Dialect = {
  name: 'ollama',
  errorBody: (error) => sentence(error),
  errorEvent: (error) => `${sentence(error)}\n`,
};

function sentence({ message }: Hal0Error): string {
  return JSON.stringify({ error: message });
}

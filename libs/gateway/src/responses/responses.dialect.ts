import type { Dialect } from '@hal0/dispatcher';
import { openAiDialect } from '../openai/openai.dialect.js';

/**
 * Errors are OpenAI's; within a stream they are an event that is numbered like the others.
 * @param nextNumber tells the number
 */
export function responsesDialect(nextNumber: () => number): Dialect {
  return {
    name: 'responses',
    errorBody: (error) => openAiDialect.errorBody(error),
    errorEvent: ({ code, message, details }) => {
      const param = typeof details?.param === 'string' ? details.param : null;
      const event = { type: 'error', code, message, param, sequence_number: nextNumber() };
      return `event: error\ndata: ${JSON.stringify(event)}\n\n`;
    },
  };
}

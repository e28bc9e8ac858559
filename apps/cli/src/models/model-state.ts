import type { ModelState } from '@hal0/registry';
import type { Printer } from '../terminal/printer.js';

/** Whether the files of a model are as they were, in its colour. */
export const modelState = (print: Printer, state: ModelState): string =>
  print.state(state === 'ready' ? 'ok' : 'error', state);

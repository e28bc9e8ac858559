import type { ModelVariantDto } from '@hal0/registry';
import type { Printer } from '../terminal/printer.js';

/** Whether this box can run a model, in a word. */
export function fitWord(print: Printer, fits: ModelVariantDto['fits']): string {
  if (fits === 'yes') return print.state('ok', 'fits');
  return fits === 'tight' ? print.state('warning', 'tight') : print.dim('too large');
}

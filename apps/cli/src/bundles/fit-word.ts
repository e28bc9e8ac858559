import type { BundleDto } from '@hal0/setup';
import type { Printer } from '../terminal/printer.js';

/** Whether a bundle suits this box, in a word. */
export function bundleFit(print: Printer, { applied, recommended, eligible }: BundleDto): string {
  if (applied) return print.state('ok', 'applied');
  if (recommended) return print.bold('recommended');
  return eligible ? 'fits' : print.dim('too large');
}

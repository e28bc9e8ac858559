import type { BundleRunDto } from '@hal0/setup';
import { progressWords } from '../jobs/progress-line.js';
import type { Printer } from '../terminal/printer.js';
import { bytes, none } from '../terminal/units.js';

/** How the application of a bundle went, or how far it is. */
export function printRun(print: Printer, run: BundleRunDto): void {
  const { name, toy, state, models, slots } = run;
  print.line(`${headline(name, state)}${toy ? ' (a toy, for trying the plumbing)' : ''}`);
  if (state === 'running') print.line(progressWords(run).trim());
  print.line();
  print.table(
    ['MODEL', 'STATE', 'DONE', 'SIZE'],
    models.map((one) => [
      one.id,
      print.state(one.state === 'cancelled' ? 'failed' : one.state, one.state),
      one.bytesTotal > 0 ? `${Math.floor((one.bytesDone / one.bytesTotal) * 100)} %` : none,
      one.bytesTotal > 0 ? bytes(one.bytesTotal) : none,
    ]),
  );
  print.line();
  print.table(
    ['SLOT', 'STATE', 'MODEL'],
    slots.map(({ slot, state: now, model }) => [slot, print.state(now === 'cancelled' ? 'failed' : now, now), model]),
  );
  const troubles = [
    ...models.map(({ id, error }) => ({ what: id, error })),
    ...slots.map(({ slot, error }) => ({ what: slot, error })),
  ];
  for (const { what, error } of troubles) if (error) print.note(`${what}: ${error.code}: ${error.message}`);
  if (state === 'incomplete' || state === 'cancelled')
    print.note(`What is missing comes with: hal0 bundle apply ${run.bundle}`);
}

function headline(name: string, state: BundleRunDto['state']): string {
  const words = {
    running: 'is being applied',
    completed: 'is applied',
    incomplete: 'is applied in part: something is missing',
    cancelled: 'was cancelled',
  };
  return `${name} ${words[state]}`;
}

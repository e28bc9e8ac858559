import { cpus, loadavg } from 'node:os';
import { compareCells, judge } from './bars.mjs';
import { summarise, widestSpread } from './statistics.mjs';
import { cellSection, comparisonSection, figure, markdownTable, processSection } from './tables.mjs';

/** Says on what, and how, a run was taken: without it a figure cannot be read. */
function heading({ options, pinned }) {
  const load = loadavg().map((value) => value.toFixed(2));
  const binding = pinned ? 'mock and driver on one processor, contenders on another' : 'nothing bound to a processor';
  const shown = options.statistic === 'best' ? 'best round of each figure' : 'medians';
  return (
    `Node ${process.version}, ${cpus().length} processors (${cpus()[0].model}), load ${load.join(' ')}, ${binding}; ` +
    `${options.rounds} rounds of ${options.seconds} s, ${shown}.`
  );
}

/**
 * Turns samples into the printed report.
 * @returns {{text: string, passed: boolean}} passed: no bar missed and no cell dearer than in the other checkout
 */
export function report({ samples, contenders, cells, options, pinned }) {
  const summaries = new Map(
    [...samples].map(([name, cellsOf]) => [
      name,
      new Map([...cellsOf].map(([key, list]) => [key, summarise(list, options.statistic)])),
    ]),
  );
  const sections = [
    heading({ options, pinned }),
    ...cells.map((cell) => cellSection(cell, summaries)),
    processSection(contenders),
  ];
  let passed = true;
  const [hal0, other] = ['hal0', 'against'].map((role) => contenders.find((contender) => contender.role === role));
  if (hal0 && other) {
    const comparison = compareCells({ own: summaries.get(hal0.name), other: summaries.get(other.name), cells });
    passed &&= comparison.every(({ verdict }) => verdict !== 'dearer');
    sections.push(comparisonSection(comparison, other.name));
  }
  if (hal0) {
    const bars = judge({ contender: hal0, summaries, cells });
    passed &&= bars.every(({ verdict }) => verdict !== 'not met');
    const rows = bars.map(({ name, bar, measured, verdict }) => [name, bar, measured, verdict]);
    sections.push(`### bars\n\n${markdownTable(['what', 'bar', 'measured', 'verdict'], rows)}`);
  }
  const spread = widestSpread([...samples.values()].flatMap((cellsOf) => [...cellsOf.values()]));
  sections.push(
    `Widest spread between the rounds of one cell: ${figure(spread, 2)}-fold. The nearer to 1, the quieter the machine; ` +
      'CPU time per unit is the figure that other programs disturb least, except in bursts (README).',
  );
  return { text: sections.join('\n\n'), passed };
}

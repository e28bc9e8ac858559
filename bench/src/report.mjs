import { cpus, loadavg } from 'node:os';
import { judge } from './bars.mjs';
import { compareCells, compareMemory, REGRESSIONS } from './comparison.mjs';
import { summarise, widestSpread } from './statistics.mjs';
import { cellSection, comparisonSection, figure, markdownTable, processSection, trialSections } from './tables.mjs';

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
 * @returns {{text: string, barsMet: boolean, regressed: boolean}} regressed: dearer than the other checkout, or more errors
 */
export function report({ samples, trials, contenders, cells, options, pinned }) {
  const summaries = new Map(
    [...samples].map(([name, cellsOf]) => [
      name,
      new Map([...cellsOf].map(([key, list]) => [key, summarise(list, options.statistic)])),
    ]),
  );
  const sections = [
    heading({ options, pinned }),
    ...cells.map((cell) => cellSection(cell, summaries)),
    ...trialSections(trials),
    processSection(contenders),
  ];
  const role = (wanted) => contenders.find((contender) => contender.role === wanted);
  const [hal0, other, floor] = [role('hal0'), role('other'), role('floor')];
  let regressed = false;
  if (hal0 && other) {
    const { threshold } = options;
    const rounds = { own: samples.get(hal0.name), other: samples.get(other.name) };
    const compared = compareCells({ ...rounds, cells, threshold });
    const memory = compareMemory({ own: hal0, other, threshold });
    regressed = [...compared, memory].some(({ verdict }) => REGRESSIONS.includes(verdict));
    sections.push(comparisonSection({ cells: compared, memory, other: other.name, threshold }));
  }
  let barsMet = true;
  if (hal0) {
    const bars = judge({ contender: hal0, summaries, cells });
    barsMet = bars.every(({ verdict }) => verdict !== 'not met');
    const least = floor ? judge({ contender: floor, summaries, cells }) : [];
    const rows = bars.map(({ name, bar, measured, verdict }, i) => [
      name,
      bar,
      measured,
      least[i]?.measured ?? '-',
      verdict,
    ]);
    sections.push(`### bars\n\n${markdownTable(['what', 'bar', 'measured', 'floor', 'verdict'], rows)}`);
  }
  const spread = widestSpread([...samples.values()].flatMap((cellsOf) => [...cellsOf.values()]));
  sections.push(
    `Widest spread between the rounds of one cell: ${figure(spread, 2)}-fold. The nearer to 1, the quieter the machine; ` +
      'CPU time per unit is the figure that other programs disturb least, except in bursts (README).',
  );
  return { text: sections.join('\n\n'), barsMet, regressed };
}

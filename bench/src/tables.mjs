import { MODES } from './modes.mjs';

/** @param {number} value; @returns {string} a figure, or a dash where there is none */
export const figure = (value, digits = 0) => (Number.isFinite(value) ? value.toFixed(digits) : '-');

/** A markdown table whose first column is words and whose others are figures. */
export function markdownTable(headers, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(headers), line(headers.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

const column = (title, of, digits = 0) => ({ title, of, digits });
const faults = column('errors', ({ own }) => own.faults);
const coreShare = column('core share', ({ own }) => own.coreShare, 2);
const perCore = (unit) => [
  column(`CPU µs/${unit}`, ({ own }) => own.cpuPerUnit, unit === 'chunk' ? 2 : 1),
  column(`${unit}s/s per core`, ({ own }) => 1e6 / own.cpuPerUnit),
  column('per core vs nginx', ({ own, nginx }) => nginx.cpuPerUnit / own.cpuPerUnit, 3),
];
const versus = [
  column('vs direct', ({ own, direct }) => own.rate / direct.rate, 3),
  column('vs nginx', ({ own, nginx }) => own.rate / nginx.rate, 3),
];

const REQUEST_COLUMNS = [
  column('requests/s', ({ own }) => own.rate),
  ...versus,
  column('p50 µs', ({ own }) => own.latencyP50),
  column('p99 µs', ({ own }) => own.latencyP99),
  column('added p50 µs', ({ own, direct }) => own.latencyP50 - direct.latencyP50),
  ...perCore('request'),
  coreShare,
  faults,
];

const COLUMNS = {
  plain: REQUEST_COLUMNS,
  long: REQUEST_COLUMNS,
  huge: [...REQUEST_COLUMNS, column('peak MB', ({ own }) => own.peakMb)],
  burst: [
    column('streams/s', ({ own }) => own.streams),
    column('chunks/s', ({ own }) => own.rate),
    ...versus,
    column('first chunk p50 µs', ({ own }) => own.firstChunkP50),
    column('first chunk p99 µs', ({ own }) => own.firstChunkP99),
    column('stream p50 µs', ({ own }) => own.latencyP50),
    ...perCore('chunk'),
    coreShare,
    faults,
  ],
  paced: [
    column('transit p50 µs', ({ own }) => own.transitP50),
    column('transit p99 µs', ({ own }) => own.transitP99),
    column('added p50 µs', ({ own, direct }) => own.transitP50 - direct.transitP50),
    column('first chunk p50 µs', ({ own }) => own.firstChunkP50),
    column('first chunk p99 µs', ({ own }) => own.firstChunkP99),
    column('CPU µs/chunk', ({ own }) => own.cpuPerUnit, 1),
    faults,
  ],
};

/**
 * One section for a cell.
 * @param {Map<string, Map<string, object>>} summaries by contender and cell
 */
export function cellSection({ mode, concurrency, key }, summaries) {
  const columns = COLUMNS[mode];
  const direct = summaries.get('direct').get(key);
  const nginx = summaries.get('nginx').get(key);
  const rows = [...summaries].map(([name, summary]) => [
    name,
    ...columns.map(({ of, digits }) => figure(of({ own: summary.get(key), direct, nginx }), digits)),
  ]);
  const headers = ['via', ...columns.map(({ title }) => title)];
  return `### ${mode}, ${concurrency} at once (${MODES[mode].title})\n\n${markdownTable(headers, rows)}`;
}

const TRIALS = {
  idle: {
    title: 'idle: 1,000 streams held open, and small requests one at a time beside them',
    columns: [
      column('streams open', ({ streams }) => streams),
      column('KB per stream', ({ kbPerStream }) => kbPerStream, 1),
      column('request beside p50 µs', ({ besideP50 }) => besideP50),
      column('p99 µs', ({ besideP99 }) => besideP99),
      column('errors', ({ faults }) => faults),
    ],
  },
  stopped: {
    title: 'stopped: a reader of an endless stream that does not read',
    columns: [
      column('sent by the upstream until it waits, MB', ({ inFlightMb }) => inFlightMb, 2),
      column('of that in the last two seconds, MB', ({ stillFlowingMb }) => stillFlowingMb, 2),
      column('memory grown, MB', ({ grownMb }) => grownMb, 1),
    ],
  },
};

/** @param {Map<string, object[]>} trials rows of figures by trial */
export function trialSections(trials) {
  return [...trials].map(([trial, rows]) => {
    const { title, columns } = TRIALS[trial];
    const lines = rows.map((row) => [row.name, ...columns.map(({ of, digits }) => figure(of(row), digits))]);
    return `### ${title}\n\n${markdownTable(['via', ...columns.map((each) => each.title)], lines)}`;
  });
}

/** Memory and start-up, for the contenders whose process is known. */
export function processSection(contenders) {
  const rows = contenders
    .filter(({ memory }) => memory)
    .map(({ name, memory, startMs = [] }) => [
      name,
      ...[memory.idle, memory.highest, memory.after, startMs[0], startMs[1]].map((value) => figure(value)),
    ]);
  const headers = ['via', 'idle MB', 'highest MB', 'after load MB', 'first start ms', 'next start ms'];
  return `### memory (resident) and start to listening\n\n${markdownTable(headers, rows)}`;
}

/** This checkout against another one: above 1 is dearer than the other. */
export function comparisonSection({ cells, memory, other, threshold }) {
  const rows = cells.map(({ key, cpu, low, high, faults, otherFaults, verdict }) => [
    key,
    ...[cpu, low, high].map((value) => figure(value, 3)),
    `${faults} / ${otherFaults}`,
    verdict,
  ]);
  const headers = ['cell', 'CPU per unit, middle ratio', 'lower quartile', 'upper quartile', 'errors', 'verdict'];
  return (
    `### hal0 against ${other} (threshold ${figure(threshold * 100)} %)\n\n${markdownTable(headers, rows)}\n\n` +
    `Memory after load: ${figure(memory.own)} against ${figure(memory.other)} MB: ${memory.verdict}.`
  );
}

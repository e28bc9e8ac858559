import { MODES } from './modes.mjs';

/** What the tables show of one round of one cell. `better` says which of several rounds was the least disturbed. */
const METRICS = {
  rate: { better: 'higher', of: ({ load, mode }) => (isStream(mode) ? load.chunks : load.completed) / load.seconds },
  streams: { better: 'higher', of: ({ load }) => load.completed / load.seconds },
  latencyP50: { better: 'lower', of: ({ load }) => load.latency?.p50 },
  latencyP99: { better: 'lower', of: ({ load }) => load.latency?.p99 },
  firstChunkP50: { better: 'lower', of: ({ load }) => load.firstChunk?.p50 },
  firstChunkP99: { better: 'lower', of: ({ load }) => load.firstChunk?.p99 },
  transitP50: { better: 'lower', of: ({ load }) => load.transit?.p50 },
  transitP99: { better: 'lower', of: ({ load }) => load.transit?.p99 },
  cpuPerUnit: { better: 'lower', of: cpuPerUnit },
  peakMb: { better: 'lower', of: ({ peakMb }) => peakMb ?? undefined },
  coreShare: { better: 'higher', of: ({ cpuUs, wallUs }) => (cpuUs === null ? undefined : cpuUs / wallUs) },
};

const isStream = (mode) => MODES[mode].events > 0;

/** CPU µs of the contender for each request or chunk, warm-up included on both sides of the division. */
export function cpuPerUnit({ load, mode, cpuUs }) {
  const units = MODES[mode].unit === 'chunk' ? load.total.chunks : load.total.completed;
  return cpuUs === null || units === 0 ? undefined : cpuUs / units;
}

/** The least disturbed, or the middle, of several rounds; NaN when there is no figure at all. */
export function pick(values, better, statistic) {
  const sorted = values.filter((value) => Number.isFinite(value)).sort((a, b) => a - b);
  if (sorted.length === 0) return Number.NaN;
  if (statistic === 'median') return sorted[Math.floor((sorted.length - 1) / 2)];
  return better === 'higher' ? sorted.at(-1) : sorted[0];
}

/**
 * Figures of one contender in one cell. Errors and incomplete streams are the sum of all rounds: no statistic hides one.
 * @param {readonly object[]} samples
 */
export function summarise(samples, statistic) {
  const figures = Object.fromEntries(
    Object.entries(METRICS).map(([name, { better, of }]) => [name, pick(samples.map(of), better, statistic)]),
  );
  if (statistic === 'best' && samples[0]?.mode === 'burst')
    figures.cpuPerUnit = cpuPerUnit(fastest(samples)) ?? Number.NaN;
  return { ...figures, faults: faultsOf(samples) };
}

/** Errors and incomplete streams of all rounds. */
export const faultsOf = (samples) => samples.reduce((sum, { load }) => sum + load.errors + load.incomplete, 0);

/**
 * A program that is kept from running finds more chunks waiting when it gets its turn and passes them on together: in a
 * burst the round that cost the least is the most disturbed one. The fastest is the least disturbed.
 */
function fastest(samples) {
  return samples.reduce((best, sample) => (METRICS.rate.of(sample) > METRICS.rate.of(best) ? sample : best));
}

/** Largest ratio between two rounds of one cell; 1 is a perfectly quiet machine. */
export function widestSpread(samplesOfCells) {
  let widest = 1;
  for (const samples of samplesOfCells) {
    const rates = samples.map(METRICS.rate.of).filter((rate) => rate > 0);
    if (rates.length > 1) widest = Math.max(widest, Math.max(...rates) / Math.min(...rates));
  }
  return widest;
}

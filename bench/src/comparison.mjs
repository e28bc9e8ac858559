import { cpuPerUnit, faultsOf } from './statistics.mjs';

/** Memory jumps with every collection; less than this is never a finding. */
const MEMORY_SLACK_MB = 15;
/** Fewer rounds than this agree by chance. */
const ROUNDS_TO_AGREE = 3;

/** Value at `fraction` of the sorted list. */
const quantile = (sorted, fraction) => sorted[Math.round((sorted.length - 1) * fraction)] ?? Number.NaN;

/**
 * This checkout against another one, cell by cell. The two are measured right after each other in every round, so each
 * round gives one ratio and what disturbs a round disturbs both. A cell is dearer when the middle ratio is beyond
 * the threshold and three rounds in four agree on the direction; beyond it without that agreement it is unclear.
 * @param {{own: Map<string, object[]>, other: Map<string, object[]>, threshold: number}} rounds threshold 0.1 is ten percent
 */
export function compareCells({ own, other, cells, threshold }) {
  return cells.map(({ key }) => {
    const [mine, theirs] = [own.get(key), other.get(key)];
    const ratios = mine
      .map((sample, round) => cpuPerUnit(sample) / cpuPerUnit(theirs[round]))
      .filter((ratio) => Number.isFinite(ratio))
      .sort((a, b) => a - b);
    const [low, cpu, high] = [0.25, 0.5, 0.75].map((fraction) => quantile(ratios, fraction));
    const [faults, otherFaults] = [faultsOf(mine), faultsOf(theirs)];
    return {
      key,
      cpu,
      low,
      high,
      faults,
      otherFaults,
      verdict: verdict({ rounds: ratios.length, cpu, low, high, threshold, faults, otherFaults }),
    };
  });
}

function verdict({ rounds, cpu, low, high, threshold, faults, otherFaults }) {
  if (faults > otherFaults) return 'more errors';
  if (!Number.isFinite(cpu)) return 'not measured';
  if (cpu > 1 + threshold) return rounds >= ROUNDS_TO_AGREE && low > 1 ? 'dearer' : 'unclear';
  if (cpu < 1 / (1 + threshold)) return high < 1 ? 'cheaper' : 'unclear';
  return 'the same';
}

/** The same for memory after load. */
export function compareMemory({ own, other, threshold }) {
  const [a, b] = [own.memory.after, other.memory.after];
  return { own: a, other: b, verdict: a > b * (1 + threshold) && a - b > MEMORY_SLACK_MB ? 'more' : 'the same' };
}

/** What must not happen between two checkouts. */
export const REGRESSIONS = ['dearer', 'more errors', 'more'];

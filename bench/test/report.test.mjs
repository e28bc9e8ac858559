import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judge } from '../src/bars.mjs';
import { compareCells, compareMemory } from '../src/comparison.mjs';
import { cells as cellsOf, DEFAULT_MODES } from '../src/modes.mjs';
import { readOptions, SetupError } from '../src/options.mjs';
import { pick, summarise, widestSpread } from '../src/statistics.mjs';
import { markdownTable } from '../src/tables.mjs';

/** One round in which `completed` requests were answered and a request cost `cpuUs` µs. */
const round = ({ completed = 100, errors = 0, cpuUs = 10, p50 = 5 } = {}) => ({
  mode: 'plain',
  load: { seconds: 2, completed, errors, incomplete: 0, total: { completed, chunks: 0 }, latency: { p50, p99: 9 } },
  wallUs: 2_000_000,
  cpuUs: cpuUs * completed,
});

describe('statistics', () => {
  it('takes the least disturbed round of each figure, or the middle one', () => {
    assert.equal(pick([3, 1, 2], 'lower', 'best'), 1);
    assert.equal(pick([3, 1, 2], 'higher', 'best'), 3);
    assert.equal(pick([30, 1, 2], 'higher', 'median'), 2);
  });

  it('leaves out rounds in which nothing was seen', () => {
    assert.equal(pick([undefined, 4, Number.NaN], 'lower', 'best'), 4);
    assert.ok(Number.isNaN(pick([undefined], 'lower', 'best')));
  });

  it('divides CPU time by the work done, and adds up the errors of all rounds', () => {
    const summary = summarise([round({ errors: 2, cpuUs: 12 }), round({ errors: 1, completed: 200 })], 'best');
    assert.equal(summary.cpuPerUnit, 10);
    assert.equal(summary.rate, 100);
    assert.equal(summary.faults, 3);
  });

  it('takes the cost of a burst from its fastest round, because a starved gateway merges chunks', () => {
    const burst = (chunks, cpuUs) => ({
      mode: 'burst',
      load: { seconds: 1, completed: 1, errors: 0, incomplete: 0, chunks, total: { completed: 1, chunks } },
      wallUs: 1_000_000,
      cpuUs: cpuUs * chunks,
    });
    const rounds = [burst(120_000, 6), burst(30_000, 2), burst(110_000, 5)];
    assert.equal(summarise(rounds, 'best').cpuPerUnit, 6);
    assert.equal(summarise(rounds, 'median').cpuPerUnit, 5);
  });

  it('tells how far the rounds of one cell lie apart', () => {
    const quiet = [round(), round()];
    assert.equal(widestSpread([quiet]), 1);
    assert.equal(widestSpread([quiet, [round({ completed: 50 }), round({ completed: 200 })]]), 4);
  });
});

describe('tables', () => {
  it('are markdown with figures to the right', () => {
    assert.equal(markdownTable(['via', 'µs'], [['nginx', '1.0']]), '| via | µs |\n| --- | ---: |\n| nginx | 1.0 |');
  });

  it('have no lone paced stream beside others', () => {
    const keys = cellsOf(['plain', 'paced'], [1, 16]).map(({ key }) => key);
    assert.deepEqual(keys, ['plain/1', 'plain/16', 'paced/16']);
  });
});

describe('bars', () => {
  const cells = cellsOf(DEFAULT_MODES, [1, 16, 64]);
  const summaryOf = (figures) => new Map(cells.map(({ key }) => [key, { ...figures, faults: 0 }]));
  const reference = { cpuPerUnit: 10, transitP50: 50, transitP99: 300, firstChunkP50: 200 };
  const judged = (own, contender = {}) => {
    const hal0 = { name: 'hal0', startMs: [900, 700], memory: { after: 150 }, ...contender };
    const summaries = new Map([
      ['direct', summaryOf({ ...reference, transitP50: 10 })],
      ['nginx', summaryOf(reference)],
      ['hal0', summaryOf({ ...reference, ...own })],
    ]);
    return judge({ contender: hal0, summaries, cells }).map(({ verdict }) => verdict);
  };

  it('are met, aims included, by a gateway as good as nginx', () => {
    assert.deepEqual(judged({}), [...Array(3).fill('met, aim reached'), ...Array(6).fill('met')]);
  });

  it('are each missed on their own', () => {
    assert.equal(judged({ cpuPerUnit: 60 })[0], 'not met');
    assert.equal(judged({ cpuPerUnit: 45 })[0], 'met');
    assert.equal(judged({ transitP50: 61 })[3], 'not met');
    assert.equal(judged({ transitP99: 301 })[4], 'not met');
    assert.equal(judged({ firstChunkP50: 401 })[5], 'not met');
    assert.equal(judged({}, { memory: { after: 180 } })[7], 'not met');
    assert.equal(judged({}, { startMs: [1501, 600] })[8], 'not met');
  });

  it('are not met by a figure that is missing', () => {
    assert.equal(judged({ transitP99: Number.NaN })[4], 'not measured');
  });
});

describe('the comparison with another checkout', () => {
  const cells = cellsOf(['plain'], [16]);
  const roundsOf = (costs, errors = 0) => new Map([['plain/16', costs.map((cpuUs) => round({ cpuUs, errors }))]]);
  const compared = (own, other) => compareCells({ own, other, cells, threshold: 0.1 })[0];

  it('takes the ratio within each round, so that a round that was slow for both tells nothing', () => {
    assert.deepEqual(compared(roundsOf([10, 40, 10]), roundsOf([10, 40, 10])).verdict, 'the same');
    assert.equal(compared(roundsOf([12, 48, 12]), roundsOf([10, 40, 10])).cpu, 1.2);
  });

  it('calls a cell dearer or cheaper only beyond the threshold', () => {
    const verdictOf = (cost) => compared(roundsOf([cost, cost, cost]), roundsOf([10, 10, 10])).verdict;
    assert.deepEqual([11.5, 10.5, 9.5, 8.5].map(verdictOf), ['dearer', 'the same', 'the same', 'cheaper']);
  });

  it('calls it unclear when the rounds do not agree or are too few', () => {
    assert.equal(compared(roundsOf([20]), roundsOf([10])).verdict, 'unclear');
    assert.equal(compared(roundsOf([8, 9, 12, 13, 14]), roundsOf([10, 10, 10, 10, 10])).verdict, 'unclear');
  });

  it('counts errors that the other checkout does not make', () => {
    assert.equal(compared(roundsOf([10], 1), roundsOf([10])).verdict, 'more errors');
    assert.equal(compared(roundsOf([10], 1), roundsOf([10], 1)).verdict, 'the same');
  });

  it('says when there is nothing to compare', () => {
    assert.equal(compared(roundsOf([]), roundsOf([])).verdict, 'not measured');
  });

  it('counts memory only when it is much in both senses', () => {
    const verdictOf = (own, other) =>
      compareMemory({ own: { memory: { after: own } }, other: { memory: { after: other } }, threshold: 0.1 }).verdict;
    assert.deepEqual([verdictOf(240, 200), verdictOf(64, 50), verdictOf(215, 200)], ['more', 'the same', 'the same']);
  });
});

describe('options', () => {
  it('have defaults for everything', () => {
    const options = readOptions([]);
    assert.deepEqual([options.modes, options.trials, options.statistic], [DEFAULT_MODES, [], 'best']);
    assert.equal(options.threshold, 0.1);
  });

  it('tell what is asked in rounds from what is tried once', () => {
    const { modes, trials } = readOptions(['--modes', 'idle,plain,stopped']);
    assert.deepEqual([modes, trials], [['plain'], ['idle', 'stopped']]);
  });

  it('take a bare origin as a target', () => {
    const [target] = readOptions(['--target', 'x=http://127.0.0.1:9']).targets;
    assert.deepEqual(target, { name: 'x', url: 'http://127.0.0.1:9/v1/chat/completions' });
  });

  for (const argv of [
    ['--rounds', '0'],
    ['--conc', '1.5'],
    ['--modes', 'fast'],
    ['--target', 'x'],
    ['--threshold', '0'],
    ['--what'],
  ]) {
    it(`refuse ${argv.join(' ')}`, () => {
      assert.throws(() => readOptions(argv), SetupError);
    });
  }
});

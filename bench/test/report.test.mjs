import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compareCells, judge } from '../src/bars.mjs';
import { cells as cellsOf, MODE_NAMES } from '../src/modes.mjs';
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
  const cells = cellsOf(MODE_NAMES, [1, 16, 64]);
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

  it('call a cell dearer or cheaper only beyond a tenth, so that noise is neither', () => {
    const verdictOf = (cpuPerUnit) =>
      compareCells({ own: summaryOf({ cpuPerUnit }), other: summaryOf(reference), cells })[0].verdict;
    assert.deepEqual([11.5, 10.5, 9.5, 8.5].map(verdictOf), ['dearer', 'the same', 'the same', 'cheaper']);
  });
});

describe('options', () => {
  it('have defaults for everything', () => {
    const options = readOptions([]);
    assert.deepEqual([options.modes, options.statistic, options.hal0], [MODE_NAMES, 'best', true]);
  });

  it('take a bare origin as a target', () => {
    const [target] = readOptions(['--target', 'x=http://127.0.0.1:9']).targets;
    assert.deepEqual(target, { name: 'x', url: 'http://127.0.0.1:9/v1/chat/completions' });
  });

  for (const argv of [['--rounds', '0'], ['--conc', '1.5'], ['--modes', 'fast'], ['--target', 'x'], ['--what']]) {
    it(`refuse ${argv.join(' ')}`, () => {
      assert.throws(() => readOptions(argv), SetupError);
    });
  }
});

import { describe, expect, it } from '@jest/globals';
import { RecentLog } from './recent-log.js';

const filled = (lines: number, capacity = 3) => {
  const log = new RecentLog(capacity);
  for (let line = 1; line <= lines; line++) log.add(`line ${line}`);
  return log;
};

describe('RecentLog', () => {
  it('gives the last lines, oldest first', () => {
    expect(filled(2).last(5)).toEqual(['line 1', 'line 2']);
    expect(filled(2).last(1)).toEqual(['line 2']);
    expect(filled(2).last(0)).toEqual([]);
  });

  it('never gives more than it is meant to hold, however much came', () => {
    for (const lines of [3, 4, 5, 6, 7, 1_000])
      expect(filled(lines).last(1_000)).toEqual([`line ${lines - 2}`, `line ${lines - 1}`, `line ${lines}`]);
  });

  it('knows what came since a position, also after older lines went', () => {
    const log = filled(1_000, 10);
    const { position } = log;
    expect(log.since(position, 5)).toEqual([]);
    log.add('a');
    log.add('b');
    expect(log.since(position, 5)).toEqual(['a', 'b']);
    expect(log.since(position, 1)).toEqual(['b']);
  });

  it('leaves out what means nothing', () => {
    const log = filled(1);
    log.add('ggml_backend_load_best: failed to enumerate /x');
    expect(log.last(5)).toEqual(['line 1']);
  });
});

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { FakeEventSources } from '../../../testing/fake-event-source';
import { logTail, type LogTail } from './log-tail';

interface Line {
  seq: number;
  text: string;
}

const line = (seq: number): Line => ({ seq, text: `line ${seq}` });

describe('logTail', () => {
  let sources: FakeEventSources;
  let reads: number;
  let there: readonly Line[];
  let broken: Error | null;

  beforeEach(() => {
    jest.useFakeTimers();
    reads = 0;
    there = [line(1), line(2)];
    broken = null;
    sources = new FakeEventSources();
    TestBed.configureTestingModule({ providers: [sources.provider] });
  });
  afterEach(() => {
    TestBed.resetTestingModule();
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  const slot = signal('primary');

  async function tail(keep?: number): Promise<LogTail<Line>> {
    const tail = TestBed.runInInjectionContext(() =>
      logTail<Line>({
        source: () => ({
          stream: `/api/lemonade/logs/stream?slot=${slot()}`,
          read: () => {
            reads++;
            return broken ? Promise.reject(broken) : Promise.resolve(there);
          },
        }),
        keyOf: ({ seq }) => seq,
        ...(keep !== undefined && { keep }),
      }),
    );
    await turn();
    return tail;
  }

  async function turn(milliseconds = 0): Promise<void> {
    TestBed.tick();
    await jest.advanceTimersByTimeAsync(milliseconds);
  }

  const numbers = (tail: LogTail<Line>) => tail.lines()?.map(({ seq }) => seq);

  it('lets its connection go while nobody looks, and reads again when somebody does', async () => {
    const hide = (hidden: boolean) => {
      jest.spyOn(document, 'hidden', 'get').mockReturnValue(hidden);
      document.dispatchEvent(new Event('visibilitychange'));
    };
    const log = await tail();
    hide(true);
    await turn(10_000);
    expect([sources.current.closed, sources.opened.length]).toEqual([true, 1]);
    there = [line(1), line(2), line(3)];
    hide(false);
    await turn();
    expect([numbers(log), reads, sources.opened.length]).toEqual([[1, 2, 3], 2, 2]);
  });

  it('shows what is there, then each line as it comes, and none twice', async () => {
    const log = await tail();
    sources.current.onopen?.();
    for (const seq of [1, 2, 3]) sources.current.say(line(seq));
    expect(numbers(log)).toEqual([1, 2, 3]);
    expect(log.live()).toBe(true);
  });

  it('keeps no more than it may', async () => {
    const log = await tail(3);
    for (const seq of [3, 4, 5]) sources.current.say(line(seq));
    expect(numbers(log)).toEqual([3, 4, 5]);
  });

  it('holds what comes while paused, says how much, and puts it in afterwards', async () => {
    const log = await tail();
    log.pause();
    sources.current.say(line(3));
    sources.current.say(line(4));
    expect(numbers(log)).toEqual([1, 2]);
    expect(log.held()).toBe(2);
    log.resume();
    expect(numbers(log)).toEqual([1, 2, 3, 4]);
    expect(log.held()).toBe(0);
  });

  it('reads again after a lost connection, also where the count began anew', async () => {
    const log = await tail();
    sources.current.onopen?.();
    sources.current.onerror?.();
    expect(log.live()).toBe(false);
    there = [line(1)];
    await turn(1000);
    expect(reads).toBe(2);
    expect(numbers(log)).toEqual([1]);
    sources.current.say(line(2));
    expect(numbers(log)).toEqual([1, 2]);
  });

  it('says why the log cannot be read, and tries again', async () => {
    broken = new Error('broken');
    const log = await tail();
    expect(log.problem()?.message).toBe('broken');
    broken = null;
    await turn(1000);
    expect(log.problem()).toBeNull();
    expect(numbers(log)).toEqual([1, 2]);
  });

  it('begins anew with another source, and closes with its owner', async () => {
    await tail();
    const first = sources.current;
    slot.set('embed');
    await turn();
    expect(first.closed).toBe(true);
    expect(sources.addresses.at(-1)).toBe('/api/lemonade/logs/stream?slot=embed');
    TestBed.resetTestingModule();
    expect(sources.current.closed).toBe(true);
  });
});

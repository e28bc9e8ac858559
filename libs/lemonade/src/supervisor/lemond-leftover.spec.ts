import { afterEach, describe, expect, it } from '@jest/globals';
import { writeFileAtomic } from '@hal0/platform';
import { FakeClock, temporaryHome } from '@hal0/platform/testing';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ScriptedProcesses } from '../testing/scripted-processes.js';
import { LemondLeftover } from './lemond-leftover.js';

const PID = 4_711;
const removals: (() => void)[] = [];
afterEach(() => removals.splice(0).forEach((remove) => remove()));

function setup(commandLine?: readonly string[]) {
  const { home, remove } = temporaryHome();
  removals.push(remove);
  const processes = new ScriptedProcesses();
  if (commandLine) processes.commandLines.set(PID, commandLine);
  const clock = new FakeClock();
  const file = join(home, 'lemond.json');
  return { processes, clock, file, leftover: new LemondLeftover(processes, clock, file, '/home/lemonade/cache') };
}

/** Lets time pass until something has happened; files take real time in between. */
async function advanceUntil(clock: FakeClock, condition: () => boolean): Promise<void> {
  for (let step = 0; step < 1_000 && !condition(); step++) await clock.advance(100);
  expect(condition()).toBe(true);
}

describe('LemondLeftover', () => {
  it('ends the lemond of this home and waits until it is gone', async () => {
    const { processes, clock, file, leftover } = setup(['ld-lemond', 'lemond', '/home/lemonade/cache', '/c']);
    await leftover.remember(PID);
    let ended: boolean | undefined;
    void leftover.end().then((result) => (ended = result));
    await advanceUntil(clock, () => processes.killed.length > 0);
    expect(processes.killed[0]).toEqual({ pid: PID, signal: 'SIGTERM' });
    expect(ended).toBeUndefined();
    processes.commandLines.delete(PID);
    await advanceUntil(clock, () => ended !== undefined);
    expect(ended).toBe(true);
    expect(existsSync(file)).toBe(false);
  });

  it('forces one that does not end in half a minute', async () => {
    const { processes, clock, leftover } = setup(['lemond', '/home/lemonade/cache']);
    await leftover.remember(PID);
    processes.onKill = (pid, signal) => {
      if (signal === 'SIGKILL') processes.commandLines.delete(pid);
    };
    let ended: boolean | undefined;
    void leftover.end().then((result) => (ended = result));
    await advanceUntil(clock, () => ended !== undefined);
    expect(ended).toBe(true);
    expect(clock.monotonic()).toBeGreaterThanOrEqual(30_000);
  });

  it.each([
    ['a process that is gone', undefined],
    ['another program that has its number now', ['vim', 'notes.txt']],
    ['a lemond of another home', ['lemond', '/elsewhere/lemonade/cache']],
  ])('leaves %s alone', async (_case, commandLine) => {
    const { processes, leftover } = setup(commandLine);
    await leftover.remember(PID);
    expect(await leftover.end()).toBe(false);
    expect(processes.killed).toEqual([]);
  });

  it.each(['', 'not json', '{"pid":"x"}', '{"pid":1}', '{"pid":-5}'])(
    'does not fall over a file that says %j',
    async (text) => {
      const { processes, leftover, file } = setup(['lemond', '/home/lemonade/cache']);
      await writeFileAtomic(file, text);
      expect(await leftover.end()).toBe(false);
      expect(processes.killed).toEqual([]);
    },
  );
});

import { afterEach, describe, expect, it } from '@jest/globals';
import { writeFileAtomic } from '@hal0/platform';
import { FakeClock, settle, temporaryHome } from '@hal0/platform/testing';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ScriptedProcesses } from '../testing/scripted-processes.js';
import { FolderLock } from './folder-lock.js';

const OWN = 7;
const OTHER = 8;
const removals: (() => void)[] = [];
afterEach(() => removals.splice(0).forEach((remove) => remove()));

function setup() {
  const { home, remove } = temporaryHome();
  removals.push(remove);
  const processes = new ScriptedProcesses();
  processes.commandLines.set(OWN, ['node', 'hal0']).set(OTHER, ['node', 'other hal0']);
  const clock = new FakeClock(Date.now());
  const lock = new FolderLock(processes, clock, OWN);
  const file = join(home, 'runtime.lock');
  const hold = (work: () => Promise<string>, signal = new AbortController().signal) =>
    lock.hold(file, signal, () => undefined, work);
  const leaveLock = (text: string) => writeFileAtomic(file, text);
  return { processes, clock, file, hold, leaveLock };
}

describe('FolderLock', () => {
  it('lets the second wait until the first is done', async () => {
    const { hold, clock, file } = setup();
    const order: string[] = [];
    const { promise: gate, resolve: open } = Promise.withResolvers<string>();
    const first = hold(async () => (await gate, order.push('first'), 'a'));
    await settle();
    const second = hold(async () => (order.push('second'), 'b'));
    await clock.advance(1_000);
    expect(order).toEqual([]);
    open('');
    await first;
    await clock.advance(1_000);
    expect([await second, order]).toEqual(['b', ['first', 'second']]);
    expect(existsSync(file)).toBe(false);
  });

  it('is free again after the work failed', async () => {
    const { hold } = setup();
    await expect(hold(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(hold(async () => 'yes')).resolves.toBe('yes');
  });

  it.each([
    ['a process that is gone', JSON.stringify({ pid: 99, commandLine: ['node', 'hal0'] })],
    ['a process whose number another program has now', JSON.stringify({ pid: OTHER, commandLine: ['node', 'hal0'] })],
    ['an earlier process of our own number', JSON.stringify({ pid: OWN, commandLine: ['node', 'hal0'] })],
  ])('is taken over from %s', async (_case, text) => {
    const { hold, leaveLock } = setup();
    await leaveLock(text);
    await expect(hold(async () => 'mine')).resolves.toBe('mine');
  });

  it('is taken over when it was never written, but not at once', async () => {
    const { hold, leaveLock, clock } = setup();
    await leaveLock('');
    let done = false;
    const held = hold(async () => 'mine').finally(() => (done = true));
    await clock.advance(1_000);
    expect(done).toBe(false);
    await clock.advance(20_000);
    await expect(held).resolves.toBe('mine');
  });

  it('stays with another process that lives, until the wait is called off', async () => {
    const { hold, leaveLock, clock } = setup();
    await leaveLock(JSON.stringify({ pid: OTHER, commandLine: ['node', 'other hal0'] }));
    const stop = new AbortController();
    const held = hold(async () => 'mine', stop.signal);
    await clock.advance(60_000);
    stop.abort(new Error('enough'));
    await expect(held).rejects.toThrow('enough');
  });
});

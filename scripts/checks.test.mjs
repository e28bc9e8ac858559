// Checks run side by side, and are told of as if they had run one after the other.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sideBySide } from './checks/side-by-side.mjs';

/** Runs checks that take so many milliseconds each; returns what was told, and what ran while each of them began. */
async function runOf(checks) {
  const told = [];
  const running = new Set();
  const beside = {};
  await sideBySide(
    checks,
    {
      run: async ({ name, takes }) => {
        beside[name] = [...running];
        running.add(name);
        await sleep(takes);
        running.delete(name);
        return `${name} ended`;
      },
      begin: ({ name }) => told.push(name),
      end: (result) => told.push(result),
    },
    2,
  );
  return { told, beside };
}

describe('checks side by side', () => {
  it('are told of in their order, whichever ends first', async () => {
    const { told } = await runOf([
      { name: 'long', takes: 60 },
      { name: 'short', takes: 1 },
      { name: 'last', takes: 1 },
    ]);
    assert.deepEqual(told, ['long', 'long ended', 'short', 'short ended', 'last', 'last ended']);
  });

  it('are two at a time, and one that is alone has nothing beside it', async () => {
    const { told, beside } = await runOf([
      { name: 'a', takes: 30 },
      { name: 'b', takes: 10 },
      { name: 'c', takes: 10 },
      { name: 'tests', takes: 10, alone: true },
      { name: 'd', takes: 1 },
    ]);
    assert.deepEqual(beside, { a: [], b: ['a'], c: ['a'], tests: [], d: [] });
    // Its own output comes while it runs, so all before it must have been told.
    assert.ok(told.indexOf('c ended') < told.indexOf('tests'));
  });

  it('end with what one of them throws, when what was running has ended', async () => {
    const ended = [];
    const run = async ({ name }) => {
      if (name === 'thrown') throw new Error('interrupted');
      await sleep(10);
      ended.push(name);
    };
    const checks = [{ name: 'thrown' }, { name: 'beside' }, { name: 'never' }];
    const nothing = () => undefined;
    await assert.rejects(sideBySide(checks, { run, begin: nothing, end: nothing }, 2), /interrupted/);
    assert.deepEqual(ended, ['beside']);
  });
});

import { availableParallelism } from 'node:os';
import { runInOrder } from '../bootstrap/in-order.mjs';

/** Most checks keep one processor busy, and the greatest of them take gigabytes. */
const MOST_AT_ONCE = Math.min(2, availableParallelism());

/**
 * Runs checks two at a time; those that are `alone` when all before them have ended, and nothing beside them.
 * What is told keeps to their order all the same: `begin` when a check's turn to be told of comes, `end` with its result.
 * @param run resolves to the result of a check; what it throws ends everything
 */
export async function sideBySide(checks, { run, begin, end }, limit = MOST_AT_ONCE) {
  const results = new Map();
  let turn = 0;
  const tell = () => {
    while (results.has(checks[turn])) {
      end(results.get(checks[turn]));
      turn += 1;
      if (checks[turn]) begin(checks[turn]);
    }
  };
  if (checks[0]) begin(checks[0]);
  const tasks = checks.map((check, index) => {
    const before = checks.slice(0, index).filter((other) => check.alone || other.alone);
    return { name: check.name, needs: before.map(({ name }) => name), check };
  });
  await runInOrder(tasks, limit, async ({ check }) => {
    results.set(check, await run(check));
    tell();
  });
}

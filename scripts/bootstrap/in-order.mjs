/**
 * Runs tasks, each after those it `needs` (by name; names of no task are met already), at most `limit` at once.
 * After a failure nothing new is started, and the failure is thrown when what was running has ended.
 */
export async function runInOrder(tasks, limit, runTask) {
  const waiting = new Set(tasks);
  const unfinished = new Set(tasks.map(({ name }) => name));
  const running = new Set();
  let failure;

  const start = (task) => {
    waiting.delete(task);
    const turn = runTask(task)
      .then(() => unfinished.delete(task.name))
      .catch((error) => (failure ??= { error }))
      .finally(() => running.delete(turn));
    running.add(turn);
  };

  for (;;) {
    for (const task of waiting) {
      if (failure || running.size >= limit) break;
      if (!task.needs.some((name) => unfinished.has(name))) start(task);
    }
    if (running.size === 0) break;
    await Promise.race(running);
  }
  if (failure) throw failure.error;
  if (waiting.size) throw new Error(`These need each other: ${[...waiting].map(({ name }) => name).join(', ')}`);
}

import { once } from 'node:events';
import { onInterruption } from './interruption.mjs';
import { ProcessTree } from './process-tree.mjs';

/** lemond alone may take 30 s to end; the API waits for it. */
export const STOP_MS = 40_000;

/** Ends the API, and everything it has started, when the person asks for it; `done` waits for that and stops watching. */
export function stopOnInterruption(child) {
  let stopping;
  const release = onInterruption((force) => {
    const tree = new ProcessTree(child.pid);
    stopping = force ? tree.kill() : endInOrder(child, tree);
  });
  return {
    async done() {
      await stopping;
      release();
    },
  };
}

/** The API stops lemond and its backends itself; what is left after that, or after too long a wait, is ended by force. */
async function endInOrder(child, tree) {
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await Promise.race([exited, tree.gone(STOP_MS)]);
  await tree.kill();
}

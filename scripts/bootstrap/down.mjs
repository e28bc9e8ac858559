import { homeFolder } from './clone.mjs';
import { STOP_MS } from './end-api.mjs';
import { Failure } from './failure.mjs';
import { parseOptions } from './options.mjs';
import { ProcessTree } from './process-tree.mjs';
import { say, step } from './progress.mjs';
import { runningApi } from './running-api.mjs';

/** Stops the API of a home folder; nothing to stop is a success. */
export async function down(args) {
  const home = homeFolder(parseOptions('down', args, { home: { type: 'string' } }).home);
  const running = runningApi(home);
  if (!running?.alive) {
    say(`hal0 is not running (home ${home}).`);
    return;
  }
  const { pid, url } = running;
  const tree = new ProcessTree(pid);
  await step(`Stopping hal0 at ${url} (process ${pid})`, async () => {
    process.kill(pid, 'SIGTERM');
    if (await tree.gone(STOP_MS)) return;
    const left = tree.living().map((one) => one.pid);
    throw new Failure(
      `hal0 has not ended after ${STOP_MS / 1000} s. Still running: ${left.join(', ')}. "kill -9 ${left.join(' ')}" ends them.`,
    );
  });
}

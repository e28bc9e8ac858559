import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { build, isCliBuilt } from './build.mjs';
import { homeFolder, inClone } from './clone.mjs';
import { install } from './install.mjs';
import { watchForInterruption } from './interruption.mjs';
import { provideNode } from './node-runtime.mjs';
import { runningApi } from './running-api.mjs';

/**
 * Runs the command line program of this clone against this clone's API. It keeps the terminal, so Ctrl-C is its own to
 * deal with. Returns the status to exit with.
 */
export async function commandLine(args) {
  const runtime = await provideNode();
  if (!isCliBuilt()) {
    watchForInterruption();
    await install(runtime);
    await build(runtime);
  }
  const home = homeFolder();
  const env = { ...runtime.env, HAL0_HOME: home };
  const running = runningApi(home);
  if (!env.HAL0_API_URL && running?.alive) env.HAL0_API_URL = running.url;
  const child = spawn(runtime.node, [inClone('apps/cli/dist/main.js'), ...args], { env, stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  process.on('SIGINT', () => undefined);
  const [code, signal] = await once(child, 'exit');
  return code ?? 128 + (constants.signals[signal] ?? 0);
}

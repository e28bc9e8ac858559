import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { build } from './build.mjs';
import { CLONE, homeFolder, inClone, readJson } from './clone.mjs';
import { startDetached } from './detached.mjs';
import { stopOnInterruption } from './end-api.mjs';
import { Failure } from './failure.mjs';
import { install } from './install.mjs';
import { throwIfInterrupted } from './interruption.mjs';
import { provideNode } from './node-runtime.mjs';
import { checkPort, parseOptions } from './options.mjs';
import { runningApi } from './running-api.mjs';

const OPTIONS = {
  demo: { type: 'boolean' },
  home: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  detach: { type: 'boolean' },
};

/** Returns the status to exit with. */
export async function up(args) {
  const { demo, home: chosenHome, port, host, detach } = parseOptions('up', args, OPTIONS);
  checkPort(port);
  const home = homeFolder(chosenHome);
  const running = runningApi(home);
  if (running?.alive) {
    throw new Failure(
      `hal0 already runs at ${running.url} (process ${running.pid}). ./hal0 down stops it.`,
      detach ? 0 : 69,
    );
  }

  const runtime = await provideNode();
  await install(runtime);
  await build(runtime);

  const { entry, nodeOptions, environment } = readJson(inClone('apps/api/package.json')).config;
  const env = { ...runtime.env, ...environment, HAL0_HOME: home };
  if (host !== undefined) env.HAL0_BIND_HOST = host;
  if (port !== undefined) env.HAL0_PORT = port;
  const command = [...nodeOptions, inClone('apps/api', entry), ...(demo ? ['--demo'] : [])];
  throwIfInterrupted();
  return detach ? startDetached(runtime.node, command, env, home) : inForeground(runtime.node, command, env);
}

/** The API speaks for itself; this only sees to it that Ctrl-C ends it, and everything it has started, in good order. */
async function inForeground(node, command, env) {
  const child = spawn(node, command, { cwd: CLONE, env, detached: true, stdio: ['ignore', 'inherit', 'inherit'] });
  const exited = once(child, 'exit');
  const stopping = stopOnInterruption(child);
  const [code, signal] = await exited;
  await stopping.done();
  throwIfInterrupted();
  if (signal) throw new Failure(`The API was ended by ${signal}.`);
  return code;
}

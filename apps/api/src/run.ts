import { LemonadeService } from '@hal0/lemonade';
import { Hal0Error, Hal0Paths, holdFileLock, Processes, writeFileAtomic } from '@hal0/platform';
import { BundlesService } from '@hal0/setup';
import { SlotsService } from '@hal0/slots';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { readFileSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createApplication, type Application } from './application.js';
import { EXIT } from './exit-codes.js';
import { StartupConsole } from './startup-console.js';

const DEMO_BUNDLE = 'hal0-demo';

/** The API in the foreground, until a signal ends it. */
export async function run(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<void> {
  outliveReaders();
  const { values } = parseArgs({ args: [...args], options: { demo: { type: 'boolean', default: false } } });
  takeTheFiles(new Hal0Paths(environment['HAL0_HOME']));
  const { app, paths, settings, logger } = await compose(environment);
  // Ended by `exit`, not by raising the signal anew: the second-signal handler would take that for a person's.
  app.enableShutdownHooks([], { useProcessExit: true });
  forceOnSecondSignal(app);
  const url = await listen(app, settings.api);
  await writeRunFile(paths, { url });
  process.once('exit', () => rmSync(paths.apiRunFile, { force: true }));

  const isReachable = !['127.0.0.1', '::1', 'localhost'].includes(settings.api.host);
  const startup = new StartupConsole(app, url, (line) => process.stdout.write(`${line}\n`), isReachable);
  const stopTelling = startup.start();
  logger.quiet = true;
  const lemonade = app.get(LemonadeService);
  lemonade.start();
  if (values.demo) await startDemo(app);
  else await lemonade.whenRunning(new AbortController().signal).catch(() => undefined);
  logger.quiet = false;
  stopTelling();
  startup.ready(lemonade.status());
  await writeRunFile(paths, { url, readyAt: new Date().toISOString() });
}

/** Whoever read what is printed may be gone: `./hal0 up | head`. That is no reason to stop serving. */
function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}

/** One API at a time with the same files. The lock is given back by the end of the process, however it comes. */
function takeTheFiles(paths: Hal0Paths): void {
  try {
    if (holdFileLock(paths.apiLock)) return;
  } catch (error) {
    refuse(error, EXIT.brokenConfiguration);
  }
  const { pid, url } = runningApi(paths);
  process.stderr.write(
    `hal0 runs already with the files under ${paths.home ?? paths.state}${pid ? `: process ${pid}, ${url}` : ''}. ` +
      'Stop it first, or choose another folder with HAL0_HOME.\n',
  );
  process.exit(EXIT.alreadyRunning);
}

function runningApi(paths: Hal0Paths): { pid?: number; url?: string } {
  try {
    return JSON.parse(readFileSync(paths.apiRunFile, 'utf8')) as { pid?: number; url?: string };
  } catch {
    return {};
  }
}

async function compose(environment: NodeJS.ProcessEnv): Promise<Application> {
  try {
    return await createApplication(environment);
  } catch (error) {
    return refuse(error, EXIT.brokenConfiguration);
  }
}

async function listen(app: NestFastifyApplication, { host, port }: { host: string; port: number }): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') return refuse(error, EXIT.brokenConfiguration);
    process.stderr.write(
      `Port ${port} on ${host} is taken. Stop what listens there, or choose another: ./hal0 up --port ${port + 1}\n`,
    );
    process.exit(EXIT.portTaken);
  }
  const url = await app.getUrl();
  return url.replace('//0.0.0.0', '//127.0.0.1').replace('//[::]', '//127.0.0.1').replace('//[::1]', '//127.0.0.1');
}

async function startDemo(app: NestFastifyApplication): Promise<void> {
  try {
    const { slots } = await app.get(BundlesService).apply(DEMO_BUNDLE);
    for (const { slot, error } of slots) if (error) process.stderr.write(`Slot ${slot}: ${error.message}\n`);
    const set = slots.filter(({ state }) => state === 'done');
    const loads = set.map(({ slot }) => app.get(SlotsService).loaded(slot));
    for (const outcome of await Promise.allSettled(loads)) {
      if (outcome.status === 'rejected') process.stderr.write(`${(outcome.reason as Error).message}\n`);
    }
  } catch (error) {
    process.stderr.write(`The demo bundle did not start: ${(error as Error).message}\n`);
  }
}

/** Who answers here and where, for `hal0 down` and the command line; `readyAt` stands in it once the start is over. */
async function writeRunFile(paths: Hal0Paths, facts: { url: string; readyAt?: string }): Promise<void> {
  const content = { pid: process.pid, startedAt: new Date(performance.timeOrigin).toISOString(), ...facts };
  await writeFileAtomic(paths.apiRunFile, `${JSON.stringify(content, null, 2)}\n`);
}

/** The first signal ends things in order; whoever sends another does not want to wait for that. */
function forceOnSecondSignal(app: NestFastifyApplication): void {
  let signals = 0;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      signals += 1;
      if (signals < 2) return;
      app.get(Processes).killAll();
      process.exit(130);
    });
  }
}

function refuse(error: unknown, exitCode: number): never {
  process.stderr.write(`${told(error)}\n`);
  process.exit(exitCode);
}

function told(error: unknown): string {
  if (error instanceof Hal0Error) return `${error.code}: ${error.message}`;
  const { code, path, message, stack } = error as NodeJS.ErrnoException;
  if (code && /^(EACCES|EPERM|EROFS|SQLITE_CANTOPEN|SQLITE_READONLY)/.test(code)) {
    return `hal0 may not write ${path ?? 'one of its files'} (${message}). Run it as the user that owns its folders, or choose others with HAL0_HOME.`;
  }
  return stack ?? String(error);
}

import { spawn } from 'node:child_process';
import { closeSync, fstatSync, mkdirSync, openSync, readSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CLONE } from './clone.mjs';
import { stopOnInterruption } from './end-api.mjs';
import { causeOf, Failure } from './failure.mjs';
import { throwIfInterrupted } from './interruption.mjs';
import { say } from './progress.mjs';
import { ask, logFileOf, runningApi } from './running-api.mjs';

const POLL_MS = 250;

/**
 * Starts the API in a session of its own, shows what it prints until its runtime runs or has failed, and leaves it
 * running. Interrupted before that, it is stopped again. Returns the status to exit with.
 */
export async function startDetached(node, command, env, home) {
  const logFile = logFileOf(home);
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a+');
  const relay = new LogRelay(log);
  const child = spawn(node, command, { cwd: CLONE, env, detached: true, stdio: ['ignore', log, log] });
  const stopping = stopOnInterruption(child);
  try {
    const phase = await settledPhase(child, home, relay);
    await stopping.done();
    throwIfInterrupted();
    if (phase === undefined) return explainExit(child, relay, logFile);
    say(`hal0 keeps running in the background (process ${child.pid}). Its log: ${logFile}. ./hal0 down stops it.`);
    return phase === 'running' ? 0 : 1;
  } finally {
    child.unref();
    closeSync(log);
  }
}

/** The runtime's phase once the API has said its last startup word; undefined when it has ended before that. */
async function settledPhase(child, home, relay) {
  for (;;) {
    await sleep(POLL_MS);
    relay.forward();
    if (child.exitCode !== null || child.signalCode !== null) return undefined;
    const running = runningApi(home);
    if (running?.pid !== child.pid || !running.readyAt) continue;
    const status = await ask(running.url, '/api/status');
    if (!status) continue;
    relay.forward();
    return status.lemonade.phase;
  }
}

function explainExit(child, relay, logFile) {
  const cause = causeOf(relay.seen);
  throw new Failure(
    [`The API has ended while it was starting; its log is ${logFile}.`, cause].filter(Boolean).join(' '),
    child.exitCode ?? 1,
  );
}

/** Copies what is added to an open file to the terminal. */
class LogRelay {
  constructor(file) {
    this.file = file;
    this.position = fstatSync(file).size;
    this.seen = '';
  }

  forward() {
    const length = fstatSync(this.file).size - this.position;
    if (length <= 0) return;
    const bytes = Buffer.alloc(length);
    this.position += readSync(this.file, bytes, 0, length, this.position);
    this.seen += bytes.toString();
    process.stdout.write(bytes);
  }
}

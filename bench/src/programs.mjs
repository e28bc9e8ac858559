import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const STOP_LIMIT_MS = 15_000;
const LOG_LINES_SHOWN = 20;

/**
 * Starts programs, each with a log file of its own, and leaves none behind.
 * With `cpus`, those named 'stick' (mock and driver) run on the first and those named 'contender' on the second.
 */
export class Programs {
  #running = new Set();

  constructor({ cpus, logFolder }) {
    this.cpus = cpus;
    this.logFolder = logFolder;
  }

  /** @param {'stick' | 'contender'} side; @returns a handle with `pid` and `exited` */
  start(name, side, command, args, { env = process.env, cwd = this.logFolder } = {}) {
    const logFile = join(this.logFolder, `${name}.log`);
    const log = openSync(logFile, 'a');
    const [program, ...rest] = this.pinned(side, [command, ...args]);
    const child = spawn(program, rest, { env, cwd, stdio: ['ignore', log, log], detached: true });
    closeSync(log);
    const handle = { name, pid: child.pid, child, logFile, exited: null };
    handle.exited = new Promise((resolve) => {
      child.once('error', resolve);
      child.once('exit', resolve);
    }).then(() => this.#running.delete(handle));
    this.#running.add(handle);
    return handle;
  }

  /** `command` with the processor it is bound to in front. taskset becomes the program, so the process id is its own. */
  pinned(side, command) {
    if (!this.cpus) return command;
    return ['taskset', '-c', String(side === 'stick' ? this.cpus[0] : this.cpus[1]), ...command];
  }

  isRunning(handle) {
    return this.#running.has(handle);
  }

  /** Waits until the program accepts connections. @returns {Promise<number>} milliseconds it took */
  async untilListening(handle, port, limitMs = 30_000) {
    const started = performance.now();
    while (performance.now() - started < limitMs) {
      if (!this.isRunning(handle)) break;
      if (await accepts(port)) return performance.now() - started;
      await sleep(2);
    }
    const { exitCode } = handle.child;
    const end = exitCode === null ? `within ${limitMs / 1000} s` : `but ended with code ${exitCode}`;
    throw new Error(`${handle.name} did not listen on port ${port} ${end}. Its last words:\n${lastLines(handle)}`);
  }

  /** Asks the program to end, and makes it when it takes too long. @returns {Promise<boolean>} whether it ended by itself */
  async stop(handle) {
    handle.child.kill('SIGTERM');
    const timer = new AbortController();
    const late = sleep(STOP_LIMIT_MS, 'late', { signal: timer.signal }).catch(() => undefined);
    const inTime = (await Promise.race([handle.exited, late])) !== 'late';
    timer.abort();
    if (!inTime) killGroup(handle);
    await handle.exited;
    return inTime;
  }

  /** In the order of starting reversed, so that nobody loses its upstream first. */
  async stopAll() {
    for (const handle of [...this.#running].reverse()) await this.stop(handle);
  }

  /** For the end of the process, where nothing can be waited for. */
  killAll() {
    for (const handle of this.#running) killGroup(handle);
  }
}

/** Each program leads a process group, so that nginx's worker goes with its master. */
function killGroup({ pid }) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // it has just ended by itself, or was never started
  }
}

const lastLines = ({ logFile }) =>
  readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-LOG_LINES_SHOWN).join('\n');

/** A port that was free a moment ago. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const answer = (accepted) => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once('connect', () => answer(true)).once('error', () => answer(false));
  });
}

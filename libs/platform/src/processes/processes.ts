import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { readTextFile } from '../files/atomic-file.js';

export interface ProcessSpec {
  command: string;
  /** Passed as they are; no shell ever sees them. */
  args: readonly string[];
  /** The whole environment of the child. */
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** Called for every line of stdout and stderr. */
  onLine?: (line: string) => void;
}

export interface RunningProcess {
  readonly pid: number;
  /** Resolves when the process has ended: its exit code, or the signal that ended it. Never rejects. */
  readonly exited: Promise<ExitStatus>;
  /** SIGTERM, then SIGKILL to the whole process group after `graceMs`. Resolves when it is gone. */
  stop(graceMs: number): Promise<ExitStatus>;
}

export interface ProcessRun extends ProcessSpec {
  /** Ends the process (its whole group) when it aborts. */
  signal?: AbortSignal;
}

/** What a process that ran to its end has left. */
export interface ProcessOutcome extends ExitStatus {
  stdout: string;
  stderr: string;
}

export interface ExitStatus {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** The only door to child processes. */
export abstract class Processes {
  /**
   * Starts a process in a process group of its own, so that a Ctrl-C in the terminal reaches it only through hal0.
   * @throws the spawn error (ENOENT, EACCES) when it cannot be started.
   */
  abstract start(spec: ProcessSpec): Promise<RunningProcess>;
  /**
   * Runs a process to its end and collects what it writes; meant for tools with a bounded output. A failing exit code
   * is an outcome, not an error.
   * @throws the spawn error (ENOENT, EACCES) when it cannot be started, or the signal's reason.
   */
  abstract run(spec: ProcessRun): Promise<ProcessOutcome>;
  /** Whether a process of that id exists. */
  abstract isAlive(pid: number): boolean;
  /** The command line of a process, or undefined when there is none. */
  abstract commandLine(pid: number): Promise<readonly string[] | undefined>;
  /** Signals a process group; a group that is already gone is a success. */
  abstract killGroup(pid: number, signal: NodeJS.Signals): void;
  /** SIGKILL to everything that was started here and still runs: the last resort of a process that must end now. */
  abstract killAll(): void;
}

export class SystemProcesses extends Processes {
  private readonly running = new Set<number>();

  async start({ command, args, env, cwd, onLine }: ProcessSpec): Promise<RunningProcess> {
    const child = spawn(command, args, { env, cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    await once(child, 'spawn');
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => onLine?.(line));
    }
    return this.supervised(child, child.pid as number);
  }

  async run({ command, args, env, cwd, onLine, signal }: ProcessRun): Promise<ProcessOutcome> {
    signal?.throwIfAborted();
    const child = spawn(command, args, { env, cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const closed = once(child, 'close');
    // Waiting for the start takes the spawn error; the second promise must not report it again.
    closed.catch(() => undefined);
    const texts = [child.stdout, child.stderr].map((stream) => collect(stream, onLine));
    await once(child, 'spawn');
    const pid = child.pid as number;
    const end = () => this.killGroup(pid, 'SIGKILL');
    this.running.add(pid);
    signal?.addEventListener('abort', end, { once: true });
    try {
      const [code, exitSignal] = (await closed) as [number | null, NodeJS.Signals | null];
      signal?.throwIfAborted();
      const [stdout = '', stderr = ''] = await Promise.all(texts);
      return { code, signal: exitSignal, stdout, stderr };
    } finally {
      this.running.delete(pid);
      signal?.removeEventListener('abort', end);
    }
  }

  /**
   * Runs a program that takes over the terminal, such as an editor: it has this process's input and output, and Ctrl-C
   * is its own to deal with.
   * @throws the spawn error (ENOENT, EACCES) when it cannot be started
   */
  async attached({ command, args, env, cwd }: Omit<ProcessSpec, 'onLine'>): Promise<ExitStatus> {
    const ignore = () => undefined;
    process.on('SIGINT', ignore);
    try {
      const child = spawn(command, args, { env, cwd, stdio: 'inherit' });
      const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
      return { code, signal };
    } finally {
      process.off('SIGINT', ignore);
    }
  }

  isAlive(pid: number): boolean {
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EPERM';
    }
  }

  async commandLine(pid: number): Promise<readonly string[] | undefined> {
    const text = await readTextFile(`/proc/${pid}/cmdline`).catch(() => undefined);
    return text ? text.split('\0').filter(Boolean) : undefined;
  }

  killGroup(pid: number, signal: NodeJS.Signals): void {
    try {
      process.kill(-pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  killAll(): void {
    for (const pid of this.running) this.killGroup(pid, 'SIGKILL');
  }

  private supervised(child: ChildProcess, pid: number): RunningProcess {
    this.running.add(pid);
    const exited = new Promise<ExitStatus>((resolve) => {
      child.once('exit', (code, signal) => {
        this.running.delete(pid);
        resolve({ code, signal });
      });
    });
    const stop = async (graceMs: number) => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      const force = setTimeout(() => this.killGroup(pid, 'SIGKILL'), graceMs);
      const status = await exited;
      clearTimeout(force);
      // What the process started itself must not outlive it.
      this.killGroup(pid, 'SIGKILL');
      return status;
    };
    return { pid, exited, stop };
  }
}

/** Everything a stream says, and each of its lines as it comes. */
async function collect(stream: Readable, onLine?: (line: string) => void): Promise<string> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: stream })) {
    lines.push(line);
    onLine?.(line);
  }
  return lines.join('\n');
}

import {
  Processes,
  type ExitStatus,
  type ProcessOutcome,
  type ProcessRun,
  type ProcessSpec,
  type RunningProcess,
} from '@hal0/platform';

/** A process that a test ends when it likes. */
export interface ScriptedProcess extends RunningProcess {
  readonly spec: ProcessSpec;
  end(status: ExitStatus): void;
}

/** Plays programs instead of running them. */
export class ScriptedProcesses extends Processes {
  readonly ran: ProcessRun[] = [];
  readonly started: ScriptedProcess[] = [];
  readonly killed: { pid: number; signal: NodeJS.Signals }[] = [];
  /** Command lines of processes that exist, by id. */
  readonly commandLines = new Map<number, readonly string[]>();
  /** What a program run to its end does; by default it succeeds and says nothing. */
  onRun: (spec: ProcessRun) => Partial<ProcessOutcome> | Promise<Partial<ProcessOutcome>> = () => ({});
  /** Called before a started process is handed out. */
  onStart: (process: ScriptedProcess) => void | Promise<void> = () => undefined;
  /** Called for every signal. */
  onKill: (pid: number, signal: NodeJS.Signals) => void = () => undefined;
  private nextPid = 1_000;

  async start(spec: ProcessSpec): Promise<RunningProcess> {
    const pid = this.nextPid++;
    const { promise: exited, resolve } = Promise.withResolvers<ExitStatus>();
    this.commandLines.set(pid, [spec.command, ...spec.args]);
    const end = (status: ExitStatus) => {
      this.commandLines.delete(pid);
      resolve(status);
    };
    const stop = async () => {
      end({ code: null, signal: 'SIGTERM' });
      return exited;
    };
    const started: ScriptedProcess = { pid, spec, exited, end, stop };
    this.started.push(started);
    await this.onStart(started);
    return started;
  }

  async run(spec: ProcessRun): Promise<ProcessOutcome> {
    spec.signal?.throwIfAborted();
    this.ran.push(spec);
    return { code: 0, signal: null, stdout: '', stderr: '', ...(await this.onRun(spec)) };
  }

  isAlive(pid: number): boolean {
    return this.commandLines.has(pid);
  }

  async commandLine(pid: number): Promise<readonly string[] | undefined> {
    return this.commandLines.get(pid);
  }

  killGroup(pid: number, signal: NodeJS.Signals): void {
    this.killed.push({ pid, signal });
    this.onKill(pid, signal);
  }

  killAll(): void {
    this.started.forEach(({ end }) => end({ code: null, signal: 'SIGKILL' }));
  }
}

import { afterEach, describe, expect, it } from '@jest/globals';
import { SystemProcesses } from './processes.js';

const processes = new SystemProcesses();
afterEach(() => processes.killAll());

describe('SystemProcesses', () => {
  it('hands on every line and the exit code', async () => {
    const lines: string[] = [];
    const script = 'console.log("one"); console.error("two"); process.exitCode = 3';
    const child = await processes.start({
      command: process.execPath,
      args: ['-e', script],
      env: {},
      onLine: (line) => lines.push(line),
    });
    expect(await child.exited).toEqual({ code: 3, signal: null });
    expect(lines.sort()).toEqual(['one', 'two']);
  });

  it('gives arguments to the program as they are', async () => {
    const lines: string[] = [];
    const argument = '$(touch /tmp/x); "quoted" && *';
    const child = await processes.start({
      command: process.execPath,
      args: ['-e', 'console.log(process.argv[1])', argument],
      env: {},
      onLine: (line) => lines.push(line),
    });
    await child.exited;
    expect(lines).toEqual([argument]);
  });

  it('says why a program cannot be started', async () => {
    await expect(processes.start({ command: '/no/such/program', args: [] })).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('ends what the program itself has started', async () => {
    const started = Promise.withResolvers<number>();
    const script = `
      const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
      process.on('SIGTERM', () => process.exit(0));
      console.log(child.pid);
      setInterval(() => {}, 1000);`;
    const parent = await processes.start({
      command: process.execPath,
      args: ['-e', script],
      env: {},
      onLine: (line) => started.resolve(Number(line)),
    });
    const grandchild = await started.promise;
    expect(processes.isAlive(grandchild)).toBe(true);
    await parent.stop(5_000);
    await expect(goneAfterAWhile(grandchild)).resolves.toBe(true);
  });

  it('does not wait for ever for a program that ignores SIGTERM', async () => {
    const ready = Promise.withResolvers<undefined>();
    const script = 'process.on("SIGTERM", () => {}); console.log("ready"); setInterval(() => {}, 1000)';
    const child = await processes.start({
      command: process.execPath,
      args: ['-e', script],
      env: {},
      onLine: () => ready.resolve(undefined),
    });
    await ready.promise;
    expect(await child.stop(50)).toEqual({ code: null, signal: 'SIGKILL' });
  });
});

/** The kernel reaps an orphan in its own time. */
async function goneAfterAWhile(pid: number): Promise<boolean> {
  for (let turn = 0; turn < 2_000 && isRunning(await processes.commandLine(pid)); turn++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  return !isRunning(await processes.commandLine(pid));
}

/** A process that has ended and is not reaped yet has no command line any more. */
function isRunning(commandLine: readonly string[] | undefined): boolean {
  return commandLine !== undefined && commandLine.length > 0;
}

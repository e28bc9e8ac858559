import type { Readable, Writable } from 'node:stream';

/** Everything a command sees of the world; a test hands in its own. */
export interface Terminal {
  stdin: Readable & { isTTY?: boolean };
  stdout: Writable & { isTTY?: boolean; columns?: number };
  stderr: Writable & { isTTY?: boolean; columns?: number };
  environment: NodeJS.ProcessEnv;
  /** Calls `listener` at Ctrl-C in place of ending the process, until the returned function is called. */
  onInterrupt(listener: () => void): () => void;
  /** Runs a program that takes over the screen and the keys. Returns its exit status, 128 and up after a signal. */
  attach(command: string, args: readonly string[]): Promise<number>;
  /** Goes on as another program, with the same process id. Returns only when a test stands in. */
  become(file: string, args: readonly string[], environment: NodeJS.ProcessEnv): void;
}

export const processTerminal: Terminal = {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  onInterrupt(listener) {
    process.on('SIGINT', listener);
    return () => process.off('SIGINT', listener);
  },
  async attach(command, args) {
    const { SystemProcesses } = await import('@hal0/platform');
    const { code } = await new SystemProcesses().attached({ command, args, env: process.env });
    return code ?? 128;
  },
  become(file, args, environment) {
    process.execve?.(file, [file, ...args], environment);
  },
};

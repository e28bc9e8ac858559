import type { Readable, Writable } from 'node:stream';

/** Everything a command sees of the world; a test hands in its own. */
export interface Terminal {
  stdin: Readable & { isTTY?: boolean };
  stdout: Writable & { isTTY?: boolean; columns?: number };
  stderr: Writable & { isTTY?: boolean };
  environment: NodeJS.ProcessEnv;
  /** Calls `listener` at Ctrl-C in place of ending the process, until the returned function is called. */
  onInterrupt(listener: () => void): () => void;
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
};

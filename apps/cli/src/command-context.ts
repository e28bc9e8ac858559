import type { Command } from 'commander';
import { findApi } from './api/api-address.js';
import { ApiClient } from './api/api-client.js';
import { InterruptedError } from './cli.errors.js';
import { Printer } from './terminal/printer.js';
import type { Terminal } from './terminal/terminal.js';

interface GlobalOptions {
  json?: boolean;
  url?: string;
}

/** What every command is given. */
export class CommandContext {
  readonly print: Printer;

  constructor(readonly terminal: Terminal) {
    this.print = new Printer(terminal);
  }

  /** Runs `work` with a client for the API that `command`'s options name. */
  async withApi<T>(command: Command, work: (api: ApiClient) => Promise<T>): Promise<T> {
    const { url } = command.optsWithGlobals<GlobalOptions>();
    const api = new ApiClient(await findApi(url, this.terminal.environment));
    try {
      return await work(api);
    } finally {
      await api.close();
    }
  }

  wantsJson(command: Command): boolean {
    return command.optsWithGlobals<GlobalOptions>().json === true;
  }

  /** Runs `work` with a signal that Ctrl-C aborts; `words` then say what that means. */
  async interruptible<T>(words: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    const release = this.terminal.onInterrupt(() => controller.abort(new InterruptedError(words)));
    try {
      return await work(controller.signal);
    } finally {
      release();
    }
  }
}

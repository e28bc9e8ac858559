import type { Command } from 'commander';
import { findApi, type ApiAddress } from './api/api-address.js';
import type { ApiClient, CallOptions } from './api/api-client.js';
import { ApiAwayError, InterruptedError, UsageError } from './cli.errors.js';
import { EXIT } from './exit-codes.js';
import type { LocalHal0 } from './local/local-hal0.js';
import { Printer } from './terminal/printer.js';
import type { Terminal } from './terminal/terminal.js';

/** Gives a command its words, options and action, or its subcommands. */
export type Define = (command: Command, context: CommandContext) => void;

export interface GlobalOptions {
  json?: boolean;
  url?: string;
  setupCode?: string;
}

interface AskOptions extends CallOptions {
  /** What a person is told that waits for longer than a second. */
  waiting?: string;
}

/** What fits into a header. */
const PRINTABLE = /^[\x21-\x7e]+$/;

/** What every command is given. */
export class CommandContext {
  readonly print: Printer;
  /** Set before a command runs. */
  globals: GlobalOptions = {};
  /** Status to exit with when the command itself does not fail. */
  exitCode: number = EXIT.ok;

  constructor(readonly terminal: Terminal) {
    this.print = new Printer(terminal);
  }

  get wantsJson(): boolean {
    return this.globals.json === true;
  }

  /** Prints the answer under --json, else lets `inWords` tell it. */
  show(answer: unknown, inWords: () => void): void {
    if (this.wantsJson) this.print.json(answer);
    else inWords();
  }

  /** One call of the API; a wait of more than a second is shown. @throws ApiAwayError, ApiAnswerError */
  ask<T>(path: string, { waiting = 'waiting for hal0', ...options }: AskOptions = {}): Promise<T> {
    return this.withApi((api) => this.print.during(waiting, () => api.call<T>(path, options)));
  }

  /** Runs `work` with a client for the API that the options name. */
  async withApi<T>(work: (api: ApiClient) => Promise<T>): Promise<T> {
    const { environment } = this.terminal;
    const address = await this.apiAddress();
    const home = environment['HAL0_HOME']?.trim();
    // The default address could be the API of another home.
    if (home && !address.isRunning) throw new ApiAwayError(home, 'no API runs with this HAL0_HOME');
    const { ApiClient } = await import('./api/api-client.js');
    const api = new ApiClient(address.url, { key: address.key, setupCode: this.setupCode() });
    try {
      return await work(api);
    } finally {
      api.close();
    }
  }

  /** Through the API when it runs or is named, so that one process writes; else with this machine's own files. */
  async apiOrFiles<T>(throughApi: () => Promise<T>, withFiles: (local: LocalHal0) => Promise<T>): Promise<T> {
    const { isRunning } = await this.apiAddress();
    return isRunning ? throughApi() : withFiles(await this.local());
  }

  apiAddress(): Promise<ApiAddress> {
    return findApi(this.globals.url, this.terminal.environment);
  }

  /** Shows that a box elsewhere is one's own, until it has been set up: `--setup-code`, else HAL0_SETUP_CODE. */
  private setupCode(): string | undefined {
    const given = (this.globals.setupCode ?? this.terminal.environment['HAL0_SETUP_CODE'])?.trim();
    if (given && !PRINTABLE.test(given)) throw new UsageError('A setup code has no spaces and no special characters.');
    return given || undefined;
  }

  /** hal0's files on this machine. Loads the libraries, which online commands must not wait for. */
  async local(): Promise<LocalHal0> {
    const { LocalHal0 } = await import('./local/local-hal0.js');
    return new LocalHal0(this.terminal.environment);
  }

  /** @throws UsageError where nobody can be asked, InterruptedError when the answer is not yes */
  async confirm(question: string): Promise<void> {
    const { confirmed } = await import('./terminal/prompt.js');
    if (!(await confirmed(this.terminal, question))) throw new InterruptedError('Nothing was changed.');
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

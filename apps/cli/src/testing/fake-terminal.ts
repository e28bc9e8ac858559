import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import type { Terminal } from '../terminal/terminal.js';

class Screen extends Writable {
  text = '';

  columns?: number;

  constructor(readonly isTTY: boolean) {
    super({
      write: (chunk: Buffer, _encoding, done) => {
        this.text += chunk.toString();
        this.emit('shown', this.text);
        done();
      },
    });
  }
}

export interface FakeTerminalOptions {
  isTTY?: boolean;
  /** What is piped in; at a terminal, nothing is. */
  piped?: string;
  environment?: NodeJS.ProcessEnv;
}

/** A terminal, or the lack of one, whose screen a test can read and whose keys it can press. */
export class FakeTerminal implements Terminal {
  readonly stdin: PassThrough & { isTTY?: boolean };
  readonly stdout: Screen;
  readonly stderr: Screen;
  readonly environment: NodeJS.ProcessEnv;
  /** What the process went on as, when it did. */
  became?: { file: string; args: readonly string[]; environment: NodeJS.ProcessEnv };
  private readonly interruptListeners = new Set<() => void>();

  constructor({ isTTY = false, piped = '', environment = {} }: FakeTerminalOptions = {}) {
    this.stdin = Object.assign(new PassThrough(), { isTTY });
    this.stdout = new Screen(isTTY);
    this.stderr = new Screen(isTTY);
    this.environment = environment;
    if (!isTTY) this.stdin.end(piped);
  }

  /** Runs it for real, where nobody sees it. */
  attach(command: string, args: readonly string[]): Promise<number> {
    const { status } = spawnSync(command, [...args], { stdio: 'ignore', env: { ...process.env, ...this.environment } });
    return Promise.resolve(status ?? 128);
  }

  become(file: string, args: readonly string[], environment: NodeJS.ProcessEnv): void {
    this.became = { file, args, environment };
  }

  /** Types a line, once the question is on the screen. */
  async answers(question: string, line: string): Promise<void> {
    await this.shows(question, this.stderr);
    this.stdin.write(`${line}\n`);
  }

  /** Types a line at a question that was on the screen before, once it is there again. */
  async answersNext(question: string, line: string): Promise<void> {
    const times = this.stderr.text.split(question).length;
    while (this.stderr.text.split(question).length <= times) await once(this.stderr, 'shown');
    this.stdin.write(`${line}\n`);
  }

  onInterrupt(listener: () => void): () => void {
    this.interruptListeners.add(listener);
    return () => this.interruptListeners.delete(listener);
  }

  pressCtrlC(): void {
    for (const listener of this.interruptListeners) listener();
  }

  /** Resolves when the screen shows `text`. */
  shows(text: string, screen: Screen = this.stdout): Promise<void> {
    return new Promise((resolve) => {
      const look = (shown: string) => {
        if (!shown.includes(text)) return;
        screen.off('shown', look);
        resolve();
      };
      screen.on('shown', look);
      look(screen.text);
    });
  }
}

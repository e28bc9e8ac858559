import { run } from '../run.js';
import { FakeTerminal, type FakeTerminalOptions } from './fake-terminal.js';

export interface Outcome {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** One command line from beginning to end. Words with spaces in them need the list form. */
export async function runHal0(words: string | readonly string[], options: FakeTerminalOptions = {}): Promise<Outcome> {
  return outcomeOf(words, new FakeTerminal(options));
}

/** The same at a terminal that the test goes on using. */
export async function outcomeOf(words: string | readonly string[], terminal: FakeTerminal): Promise<Outcome> {
  const list = typeof words === 'string' ? words.split(' ').filter(Boolean) : words;
  const exitCode = await run(list, terminal);
  return { exitCode, stdout: terminal.stdout.text, stderr: terminal.stderr.text };
}

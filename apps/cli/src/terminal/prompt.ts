import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { text as readAll } from 'node:stream/consumers';
import { InterruptedError, UsageError } from '../cli.errors.js';
import type { Terminal } from './terminal.js';

/** @throws UsageError when nobody is at the terminal */
export async function confirmed(terminal: Terminal, question: string): Promise<boolean> {
  if (!terminal.stdin.isTTY) throw new UsageError(`${question} Nobody can be asked here: say it with --force.`);
  return /^y(es)?$/i.test(await answerTo(terminal, `${question} [y/N] `, terminal.stderr));
}

/** One line that somebody types, without blanks around it. @throws InterruptedError at Ctrl-C and Ctrl-D */
export async function asked(terminal: Terminal, question: string): Promise<string> {
  return (await answerTo(terminal, `${question} `, terminal.stderr)).trim();
}

/**
 * A credential: what is piped in, or what is typed at a prompt that does not show it. Never a word of the command
 * line, which other users see and the shell remembers.
 */
export async function secretFrom(terminal: Terminal, question: string): Promise<string> {
  const { stdin } = terminal;
  const value = stdin.isTTY ? await answerTo(terminal, `${question}: `, nowhere()) : await readAll(stdin);
  const secret = value.replace(/\r?\n$/, '');
  if (!secret) throw new UsageError(`${question}: nothing was given. Type it, or pipe it in.`);
  return secret;
}

/** One line typed at the terminal. @throws InterruptedError at Ctrl-C and Ctrl-D */
function answerTo(terminal: Terminal, question: string, echo: Writable): Promise<string> {
  terminal.stderr.write(question);
  const lines = createInterface({ input: terminal.stdin, output: echo, terminal: true });
  return new Promise((resolve, reject) => {
    lines.once('line', (line) => {
      resolve(line);
      lines.close();
    });
    lines.once('SIGINT', () => lines.close());
    lines.once('close', () => {
      if (echo !== terminal.stderr) terminal.stderr.write('\n');
      reject(new InterruptedError('Nothing was changed.'));
    });
  });
}

const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });

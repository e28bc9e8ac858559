import { CommanderError } from 'commander';
import { readFileSync } from 'node:fs';
import { EXIT } from './exit-codes.js';
import { failureOf, failureText } from './failure.js';
import { createProgram } from './program.js';
import type { Terminal } from './terminal/terminal.js';

/** Runs one command line. Returns the status to exit with; what went wrong has been told. */
export async function run(words: readonly string[], terminal: Terminal): Promise<number> {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  const { program, context } = createProgram(terminal, version);
  try {
    await program.parseAsync(words.length ? words : ['--help'], { from: 'user' });
    return context.exitCode;
  } catch (error) {
    // Commander has printed its own words; asking for help is no mistake.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    const failure = failureOf(error);
    if (!failure) throw error;
    const wantsJson = program.opts<{ json?: boolean }>().json;
    const text = wantsJson ? JSON.stringify(failure.toEnvelope(), null, 2) : await failureText(failure);
    terminal.stderr.write(`${text}\n`);
    return failure.exitCode;
  }
}

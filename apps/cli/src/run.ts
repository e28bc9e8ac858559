import { CommanderError } from 'commander';
import { readFileSync } from 'node:fs';
import { CliError } from './cli.errors.js';
import { EXIT } from './exit-codes.js';
import { createProgram } from './program.js';
import type { Terminal } from './terminal/terminal.js';

/** Runs one command line. Returns the status to exit with; what went wrong has been told. */
export async function run(words: readonly string[], terminal: Terminal): Promise<number> {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  const program = createProgram(terminal, version);
  try {
    await program.parseAsync(words, { from: 'user' });
    return EXIT.ok;
  } catch (error) {
    // Commander has printed its own words; asking for help is no mistake.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (!(error instanceof CliError)) throw error;
    const text = program.opts<{ json?: boolean }>().json ? JSON.stringify(error.toEnvelope(), null, 2) : error.message;
    terminal.stderr.write(`${text}\n`);
    return error.exitCode;
  }
}

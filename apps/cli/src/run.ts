import { CommanderError } from 'commander';
import { readFileSync } from 'node:fs';
import { UsageError } from './cli.errors.js';
import type { GlobalOptions } from './command-context.js';
import { EXIT } from './exit-codes.js';
import { failureOf, failureText } from './failure.js';
import { createProgram } from './program.js';
import type { Terminal } from './terminal/terminal.js';
import { usageMessage } from './terminal/usage-words.js';

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
    const wantsJson = program.opts<GlobalOptions>().json;
    if (error instanceof CommanderError) {
      // Asking for help is no mistake.
      if (error.exitCode === 0) return EXIT.ok;
      if (error.code === 'commander.unknownCommand') {
        const { unknownCommand } = await import('./unknown-command/unknown-command.js');
        const failure = await unknownCommand(program, error);
        context.print.note(wantsJson ? JSON.stringify(failure.toEnvelope(), null, 2) : `error: ${failure.message}`);
        return failure.exitCode;
      }
      // Without --json Commander has printed its own words.
      if (!wantsJson) return EXIT.usage;
    }
    const failure =
      error instanceof CommanderError ? new UsageError(usageMessage(error, program.args)) : failureOf(error);
    if (!failure) throw error;
    const text = wantsJson ? JSON.stringify(failure.toEnvelope(), null, 2) : await failureText(failure);
    context.print.note(text);
    return failure.exitCode;
  }
}

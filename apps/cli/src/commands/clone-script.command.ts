import type { Command } from 'commander';
import { UsageError } from '../cli.errors.js';

/** Listed so that the help is whole; they start and stop a clone, which only the script in the clone can do. */
const SCRIPT_COMMANDS = [
  ['up', 'start hal0 from a clone: ./hal0 up [--demo] [--detach] [--port N] [--host H] [--home DIR]'],
  ['down', 'stop what ./hal0 up --detach has started'],
] as const;

export function addCloneScript(program: Command): void {
  for (const [name, description] of SCRIPT_COMMANDS) {
    program
      .command(name)
      .description(description)
      .allowUnknownOption()
      .allowExcessArguments()
      .action(() => {
        throw new UsageError(
          `"${name}" belongs to the script in a clone of hal0: run ./hal0 ${name} there. An installed hal0 is started and stopped by systemctl.`,
        );
      });
  }
}

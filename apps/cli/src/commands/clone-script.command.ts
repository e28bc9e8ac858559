import type { Command } from 'commander';
import { UsageError } from '../cli.errors.js';

/** Listed so that the help is whole; only the script in a clone can start and stop the clone. */
export function defineCloneScript(command: Command): void {
  const name = command.name();
  command
    .allowUnknownOption()
    .allowExcessArguments()
    .action(() => {
      throw new UsageError(
        `"${name}" belongs to the script in a clone of hal0: run ./hal0 ${name} there. ` +
          'An installed hal0 is started and stopped by systemctl.',
      );
    });
}

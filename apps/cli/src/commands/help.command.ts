import type { Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { loadDefinition } from '../lazy-definition.js';
import { examples } from '../terminal/help-text.js';

export function defineHelp(help: Command, _context: CommandContext): void {
  help.argument('[command...]', 'the command').action(async (words: string[]) => {
    let command = help.parent as Command;
    for (const word of words) {
      const next = command.commands.find((one) => one.name() === word || one.aliases().includes(word));
      if (!next) return command.error(`error: unknown command '${word}'`, { code: 'commander.unknownCommand' });
      command = next;
      await loadDefinition(command);
    }
    command.outputHelp();
  });
  examples(help, ['hal0 help slot', 'hal0 help slot load']);
}

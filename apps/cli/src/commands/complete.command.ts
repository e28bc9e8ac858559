import type { Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { completeWords } from '../completion/complete-words.js';

/** In place of words: the shell is to offer its files. */
const FILES = ':files';

/** Asked by the shell, not by people: `hal0 complete -- slot load pri`. */
export function defineComplete(complete: Command, context: CommandContext): void {
  complete
    .argument('[words...]')
    .allowUnknownOption()
    .action(async (words: string[]) => {
      const found = await completeWords(complete.parent as Command, words, async (placeholder) => {
        const { liveWords } = await import('../completion/live-words.js');
        return liveWords(context, placeholder);
      });
      if (!found) context.print.line(FILES);
      else for (const { value, description } of found) context.print.line(`${value}\t${description}`);
    });
}

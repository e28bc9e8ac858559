import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { withQuery } from '../../logs/journal-options.js';
import { examples } from '../../terminal/help-text.js';

export function defineBundleExport(bundle: Command, context: CommandContext): void {
  const save = bundle
    .command('export')
    .description('print the slots and models of this box as a bundle for other boxes')
    .option('--name <name>', 'what it is called')
    .action(async ({ name }: { name?: string }) => {
      context.print.json(await context.ask<object>(withQuery('api/bundles/export', { name })));
    });
  examples(save, ["hal0 bundle export --name 'Office box' > office-box.json"]);
}

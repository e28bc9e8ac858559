import type { BundleDto } from '@hal0/setup';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.js';

export function addBundleList(bundle: Command, context: CommandContext): void {
  bundle
    .command('list')
    .alias('ls')
    .description('sets of models that fit together')
    .action(async (_options: unknown, command: Command) => {
      const bundles = await context.withApi(command, (api) => api.call<BundleDto[]>('api/bundles'));
      if (context.wantsJson(command)) return context.print.json(bundles);
      context.print.table(
        ['BUNDLE', 'APPLIED', 'SLOTS', 'WHAT IT IS'],
        bundles.map((one) => [
          one.id,
          one.applied ? 'yes' : 'no',
          one.slots.map(({ slot }) => slot).join(', '),
          one.description,
        ]),
      );
    });
}

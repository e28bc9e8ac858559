import type { BundleDto } from '@hal0/setup';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { examples } from '../../terminal/help-text.js';

export function defineBundleList(bundle: Command, context: CommandContext): void {
  const list = bundle
    .command('list')
    .alias('ls')
    .description('sets of models that fit together')
    .action(async () => {
      const bundles = await context.ask<BundleDto[]>('api/bundles');
      context.show(bundles, () =>
        context.print.table(
          ['BUNDLE', 'APPLIED', 'SLOTS', 'WHAT IT IS'],
          bundles.map((one) => [
            one.id,
            one.applied ? 'yes' : 'no',
            one.slots.map(({ slot }) => slot).join(', '),
            one.description,
          ]),
        ),
      );
    });
  examples(list, ['hal0 bundle list']);
}

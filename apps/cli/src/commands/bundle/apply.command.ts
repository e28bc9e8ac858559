import type { BundleDto } from '@hal0/setup';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { examples } from '../../terminal/help-text.js';

export function defineBundleApply(bundle: Command, context: CommandContext): void {
  const { print } = context;
  const apply = bundle
    .command('apply')
    .description('bring the models of a bundle and give them to its slots')
    .argument('<bundle>', 'its id')
    .action(async (id: string) => {
      const path = `api/bundles/${encodeURIComponent(id)}/apply`;
      const applied = await context.ask<BundleDto>(path, { method: 'POST', waiting: `applying ${id}` });
      context.show(applied, () => {
        print.line(`${applied.name} is applied${applied.toy ? ' (a toy, for trying the plumbing)' : ''}`);
        for (const { slot, model } of applied.slots) print.line(`  ${slot}  ${print.dim(model)}`);
      });
    });
  examples(apply, ['hal0 bundle apply hal0-demo']);
}

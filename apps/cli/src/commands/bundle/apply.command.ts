import type { BundleDto } from '@hal0/setup';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.js';

export function addBundleApply(bundle: Command, context: CommandContext): void {
  bundle
    .command('apply')
    .description('bring the models of a bundle and give them to its slots')
    .argument('<id>', 'the bundle')
    .action(async (id: string, _options: unknown, command: Command) => {
      const path = `api/bundles/${encodeURIComponent(id)}/apply`;
      const applied = await context.withApi(command, (api) => api.call<BundleDto>(path, { method: 'POST' }));
      if (context.wantsJson(command)) return context.print.json(applied);
      const { print } = context;
      print.line(`${applied.name} is applied${applied.toy ? ' (a toy, for trying the plumbing)' : ''}`);
      for (const { slot, model } of applied.slots) print.line(`  ${slot}  ${print.dim(model)}`);
    });
}

import type { BundleChoiceDto, BundleRunDto } from '@hal0/setup';
import type { Command } from 'commander';
import { bundlePath, RUN_PATH } from '../../bundles/bundle-path.js';
import type { CommandContext } from '../../command-context.js';
import { examples } from '../../terminal/help-text.js';
import { defineBundleApply } from './apply.command.js';
import { defineBundleExport } from './export.command.js';
import { defineBundleImport } from './import.command.js';
import { defineBundleList } from './list.command.js';
import { defineBundleShow } from './show.command.js';
import { defineBundleStatus } from './status.command.js';

export function defineBundle(bundle: Command, context: CommandContext): void {
  examples(bundle, ['hal0 bundle list', 'hal0 bundle show hal0-default', 'hal0 bundle apply hal0-default']);
  defineBundleList(bundle, context);
  defineBundleShow(bundle, context);
  defineBundleApply(bundle, context);
  defineBundleStatus(bundle, context);
  defineCancel(bundle, context);
  defineSkip(bundle, context);
  defineBundleExport(bundle, context);
  defineBundleImport(bundle, context);
  defineRemove(bundle, context);
}

function defineCancel(bundle: Command, context: CommandContext): void {
  bundle
    .command('cancel')
    .description('end the application of a bundle and its downloads; slots that are set stay so')
    .action(async () => {
      const run = await context.ask<BundleRunDto>(`${RUN_PATH}/cancel`, { method: 'POST' });
      context.show(run, () => context.print.line(`${run.name} is ${run.state}`));
    });
}

function defineSkip(bundle: Command, context: CommandContext): void {
  bundle
    .command('skip')
    .description('choose no bundle; the dashboard does not ask again')
    .action(async () => {
      const choice = await context.ask<BundleChoiceDto>('api/bundles/skip', { method: 'POST' });
      context.show(choice, () => context.print.line('No bundle. Models come one by one: hal0 model pull <source>'));
    });
}

function defineRemove(bundle: Command, context: CommandContext): void {
  const remove = bundle
    .command('rm')
    .alias('remove')
    .description('take an imported bundle away; models and slots stay as they are')
    .argument('<bundle>', 'its id')
    .action(async (id: string) => {
      await context.ask(bundlePath(id), { method: 'DELETE' });
      context.show({ removed: id }, () => context.print.line(`${id} is removed`));
    });
  examples(remove, ['hal0 bundle rm my-box']);
}

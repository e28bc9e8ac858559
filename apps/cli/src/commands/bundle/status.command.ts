import type { BundlesDto } from '@hal0/setup';
import type { Command } from 'commander';
import { followRun } from '../../bundles/follow-run.js';
import { printRun } from '../../bundles/print-run.js';
import type { CommandContext } from '../../command-context.js';
import { examples } from '../../terminal/help-text.js';

export function defineBundleStatus(bundle: Command, context: CommandContext): void {
  const { print } = context;
  const status = bundle
    .command('status')
    .description('which bundle was chosen, and how its application went or is going')
    .option('-f, --follow', 'go on to its end')
    .action(async ({ follow }: { follow?: boolean }) => {
      const { choice, run } = await context.ask<BundlesDto>('api/bundles');
      if (follow && run?.state === 'running') {
        const last = await followRun(context, run);
        if (!context.wantsJson) printRun(print, last);
        return;
      }
      context.show({ choice, run }, () => {
        if (run) return printRun(print, run);
        const chosen = choice?.skipped ? 'It was decided to have no bundle.' : 'No bundle has been chosen yet.';
        print.line(`${choice?.name ? `${choice.name} was chosen.` : chosen} What there is: hal0 bundle list`);
      });
    });
  examples(status, [
    'hal0 bundle status',
    'hal0 bundle status --follow',
    'hal0 bundle status --json | jq .run.percent',
  ]);
}

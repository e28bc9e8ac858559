import type { BundlesDto } from '@hal0/setup';
import type { Command } from 'commander';
import { bundleFit } from '../../bundles/fit-word.js';
import type { CommandContext } from '../../command-context.js';
import { examples } from '../../terminal/help-text.js';
import { bytes, none } from '../../terminal/units.js';

export function defineBundleList(bundle: Command, context: CommandContext): void {
  const { print } = context;
  const list = bundle
    .command('list')
    .alias('ls')
    .description('sets of models that fit together, and which of them fit this box')
    .action(async () => {
      const known = await context.ask<BundlesDto>('api/bundles');
      context.show(known, () => {
        print.table(
          ['BUNDLE', 'THIS BOX', 'MEMORY', 'SIZE', 'TO DOWNLOAD', 'SLOTS'],
          known.bundles.map((one) => [
            one.toy ? `${one.id} ${print.dim('(toy)')}` : one.id,
            bundleFit(print, one),
            one.minRamGb === null ? none : `${one.minRamGb} GB`,
            bytes(one.sizeBytes),
            one.downloadBytes > 0 ? bytes(one.downloadBytes) : none,
            one.slots.map(({ slot }) => slot).join(', '),
          ]),
        );
        const { usableRamGib, diskFreeBytes } = known;
        const memory =
          usableRamGib === null ? 'memory that could not be measured' : `${usableRamGib.toFixed(1)} GiB of memory`;
        print.note(print.dim(`This box has ${memory}, and ${bytes(diskFreeBytes)} free for models.`));
      });
    });
  examples(list, ['hal0 bundle list', 'hal0 bundle show hal0-default']);
}

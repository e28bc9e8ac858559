import type { RemovedModel } from '@hal0/registry';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { withQuery } from '../../logs/journal-options.js';
import { modelPath } from '../../models/model-path.js';
import { examples } from '../../terminal/help-text.js';
import { bytes } from '../../terminal/units.js';

interface RemoveOptions {
  files?: boolean;
  force?: boolean;
}

/** Why a file is still there that was to go. */
const REASONS: Readonly<Record<RemovedModel['filesKept'][number]['reason'], string>> = {
  not_asked: 'it goes too with --files',
  outside_store: "it is not in the model store, so it is not hal0's to delete",
  shared: 'another model stands in it too',
  refused: 'the disk does not let it go; it may be one that can only be read',
};

export function defineModelRemove(model: Command, context: CommandContext): void {
  const { print } = context;
  const remove = model
    .command('rm')
    .alias('remove')
    .description('forget a model; its files stay unless they are asked for')
    .argument('<model>', 'its id')
    .option('--files', 'delete its files too, as far as they are in the model store')
    .option('-f, --force', 'unload the slots that have it first, and leave them without a model')
    .action(async (id: string, { files, force }: RemoveOptions) => {
      const path = withQuery(modelPath(id), { files: said(files), cascade: said(force) });
      const removed = await context.ask<RemovedModel>(path, { method: 'DELETE', waiting: `removing ${id}` });
      context.show(removed, () => {
        const { filesRemoved, filesKept, released, bytesFreed } = removed;
        print.line(`${id} is forgotten${filesRemoved.length ? `, ${bytes(bytesFreed)} are free again` : ''}`);
        if (released.length) print.line(`without a model now: ${released.join(', ')}`);
        for (const { path: file, reason } of filesKept) print.note(print.dim(`${file} stays: ${REASONS[reason]}`));
      });
    });
  examples(remove, ['hal0 model rm hal0-demo-chat', 'hal0 model rm qwen3.5-0.8b --files --force']);
}

const said = (flag: boolean | undefined): string | undefined => (flag ? 'true' : undefined);

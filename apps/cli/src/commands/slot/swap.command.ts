import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { changeSlot, waitOptions, type WaitOptions } from '../../slots/slot-change.js';
import { examples } from '../../terminal/help-text.js';

export function defineSlotSwap(slot: Command, context: CommandContext): void {
  const swap = slot
    .command('swap')
    .description('give a slot another model, and wait until it is loaded')
    .argument('<slot>', 'its name')
    .requiredOption('-m, --model <model>', 'the model to serve from now on')
    .action((name: string, { model, ...waiting }: WaitOptions & { model: string }) =>
      changeSlot(context, { name, action: 'load', patch: { model }, ...waiting }),
    );
  waitOptions(swap);
  examples(swap, ['hal0 slot swap primary --model hal0-demo-chat']);
}

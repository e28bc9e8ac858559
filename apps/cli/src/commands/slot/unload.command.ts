import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { changeSlot, waitOptions, type WaitOptions } from '../../slots/slot-change.js';
import { examples } from '../../terminal/help-text.js';

export function defineSlotUnload(slot: Command, context: CommandContext): void {
  const unload = slot
    .command('unload')
    .description("unload a slot's model, and wait until it is gone")
    .argument('<slot>', 'its name')
    .action((name: string, waiting: WaitOptions) => changeSlot(context, { name, action: 'unload', ...waiting }));
  waitOptions(unload);
  examples(unload, ['hal0 slot unload primary']);
}

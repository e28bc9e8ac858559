import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { changeSlot, waitOptions, type WaitOptions } from '../../slots/slot-change.js';
import { examples } from '../../terminal/help-text.js';

export function defineSlotRestart(slot: Command, context: CommandContext): void {
  const restart = slot
    .command('restart')
    .description("unload a slot's model and load it again, and wait until it is ready")
    .argument('<slot>', 'its name')
    .action((name: string, waiting: WaitOptions) => changeSlot(context, { name, action: 'restart', ...waiting }));
  waitOptions(restart);
  examples(restart, ['hal0 slot restart primary']);
}

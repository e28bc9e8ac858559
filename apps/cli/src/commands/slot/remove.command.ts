import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { slotPath } from '../../slots/slot-path.js';
import { examples } from '../../terminal/help-text.js';

export function defineSlotRemove(slot: Command, context: CommandContext): void {
  const define = (verb: string, hidden: boolean) =>
    slot
      .command(verb, { hidden })
      .description('take a slot away; the six built-in ones can only be disabled')
      .argument('<slot>', 'its name')
      .option('-f, --force', 'do not ask')
      .action(async (name: string, { force }: { force?: boolean }) => {
        if (!force) await context.confirm(`Remove the slot ${name}?`);
        await context.ask(slotPath(name), { method: 'DELETE' });
        context.show({ removed: name }, () => context.print.line(`${name} is removed`));
      });
  const remove = define('remove', false).alias('rm');
  define('delete', true);
  examples(remove, ['hal0 slot remove coder', 'hal0 slot remove coder --force']);
}

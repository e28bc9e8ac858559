import type { SlotDto, UpdateSlotDto } from '@hal0/slots';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { slotPath } from '../../slots/slot-path.js';
import { examples } from '../../terminal/help-text.js';

export function defineModelAssign(model: Command, context: CommandContext): void {
  const { print } = context;
  const assign = model
    .command('assign')
    .description('give a model to a slot, and enable the slot')
    .argument('<model>', 'its id')
    .requiredOption('-s, --slot <slot>', 'the slot that serves it from now on')
    .action(async (id: string, options: { slot: string }) => {
      const patch: UpdateSlotDto = { model: id, enabled: true };
      const slot = await context.ask<SlotDto>(slotPath(options.slot), { method: 'PATCH', body: patch });
      context.show(slot, () => {
        print.line(`${slot.name} serves ${slot.model} and is ${print.state(slot.state)}`);
        print.note(print.dim(`It loads with the first request, or now: hal0 slot load ${slot.name}`));
      });
    });
  examples(assign, ['hal0 model assign hal0-demo-chat --slot primary']);
}

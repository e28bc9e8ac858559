import type { SlotDto } from '@hal0/slots';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { slotPath } from '../slot-path.js';
import { watchSlot } from '../slot-watch.js';

export function addSlotUnload(slot: Command, context: CommandContext): void {
  slot
    .command('unload')
    .description("unload a slot's model, and wait until it is gone")
    .argument('<name>', 'the slot')
    .option('--no-wait', 'return at once')
    .action(async (name: string, { wait }: { wait: boolean }, command: Command) => {
      const slot = await context.withApi(command, (api) =>
        context.interruptible(`Unloading ${name} continues in the background.`, async (signal) => {
          const before = await api.call<SlotDto>(slotPath(name), { signal });
          const asked = await api.call<SlotDto>(slotPath(name, 'unload'), { method: 'POST', signal });
          if (!wait) return asked;
          return watchSlot({ api, print: context.print, before, wanted: ['offline'], signal });
        }),
      );
      if (context.wantsJson(command)) return context.print.json(slot);
      context.print.line(`${slot.name} is ${context.print.state(slot.state)}`);
    });
}

import type { SlotDto, UpdateSlotDto } from '@hal0/slots';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { slotPath } from '../slot-path.js';
import { watchSlot } from '../slot-watch.js';
import { elapsed } from '../terminal/units.js';

const LOADED = ['ready', 'serving', 'idle'] as const;

interface LoadOptions {
  model?: string;
  wait: boolean;
}

export function addSlotLoad(slot: Command, context: CommandContext): void {
  slot
    .command('load')
    .description("load a slot's model, and wait until it is ready")
    .argument('<name>', 'the slot')
    .option('-m, --model <id>', 'give the slot this model, and enable it, first')
    .option('--no-wait', 'return at once')
    .action(async (name: string, { model, wait }: LoadOptions, command: Command) => {
      const startedAt = performance.now();
      const slot = await context.withApi(command, (api) =>
        context.interruptible(`Loading ${name} continues in the background.`, async (signal) => {
          if (model !== undefined) {
            const patch: UpdateSlotDto = { model, enabled: true };
            await api.call(slotPath(name), { method: 'PATCH', body: patch, signal });
          }
          const before = await api.call<SlotDto>(slotPath(name), { signal });
          const asked = await api.call<SlotDto>(slotPath(name, 'load'), { method: 'POST', signal });
          if (!wait) return asked;
          return watchSlot({ api, print: context.print, before, wanted: LOADED, signal });
        }),
      );
      if (context.wantsJson(command)) return context.print.json(slot);
      if (!wait) return context.print.line(`${slot.name} is ${context.print.state(slot.state)}`);
      context.print.line(
        `${slot.name} is ${context.print.state(slot.state)} with ${slot.model ?? 'no model'} after ${elapsed(startedAt)}`,
      );
    });
}

import type { SlotDto } from '@hal0/slots';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { milliseconds, none, tokensPerSecond } from '../terminal/units.js';

export function addSlotList(slot: Command, context: CommandContext): void {
  slot
    .command('list')
    .alias('ls')
    .description('all slots and what they are doing')
    .action(async (_options: unknown, command: Command) => {
      const slots = await context.withApi(command, (api) => api.call<SlotDto[]>('api/slots'));
      if (context.wantsJson(command)) return context.print.json(slots);
      context.print.table(
        ['SLOT', 'TYPE', 'STATE', 'MODEL', 'DEVICE', 'ACTIVE', 'QUEUED', 'TTFT', 'SPEED'],
        slots.map((one) => [
          one.name,
          one.type,
          one.enabled ? context.print.state(one.state) : context.print.dim('disabled'),
          one.model ?? none,
          one.device,
          String(one.activeRequests),
          String(one.queuedRequests),
          milliseconds(one.metrics.ttftMs),
          tokensPerSecond(one.metrics.tokensPerSecond),
        ]),
      );
    });
}

import type { SlotDto } from '@hal0/slots';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { examples } from '../../terminal/help-text.js';
import { milliseconds, none, tokensPerSecond } from '../../terminal/units.js';

export function defineSlotList(slot: Command, context: CommandContext): void {
  const { print } = context;
  const list = slot
    .command('list')
    .aliases(['ls', 'status'])
    .description('all slots and what they are doing')
    .action(async () => {
      const slots = await context.ask<SlotDto[]>('api/slots');
      context.show(slots, () =>
        print.table(
          ['SLOT', 'TYPE', 'STATE', 'MODEL', 'DEVICE', 'ACTIVE', 'QUEUED', 'TTFT', 'SPEED'],
          slots.map((one) => [
            one.name,
            one.type,
            one.enabled ? print.state(one.state) : print.dim('disabled'),
            one.model ?? none,
            one.device,
            String(one.activeRequests),
            String(one.queuedRequests),
            milliseconds(one.metrics.ttftMs),
            tokensPerSecond(one.metrics.tokensPerSecond),
          ]),
        ),
      );
    });
  examples(list, ['hal0 slot list', "hal0 slot list --json | jq -r '.[] | select(.enabled).name'"]);
}

import type { SlotDto } from '@hal0/slots';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { slotPath } from '../slot-path.js';
import { duration, milliseconds, none, tokensPerSecond } from '../terminal/units.js';

export function addSlotShow(slot: Command, context: CommandContext): void {
  slot
    .command('show')
    .description('one slot in full')
    .argument('<name>', 'the slot')
    .action(async (name: string, _options: unknown, command: Command) => {
      const one = await context.withApi(command, (api) => api.call<SlotDto>(slotPath(name)));
      if (context.wantsJson(command)) return context.print.json(one);
      const { print } = context;
      print.facts([
        ['slot', `${print.bold(one.name)} (${one.type}${one.default ? ', default for its type' : ''})`],
        ['state', `${print.state(one.state)} since ${one.stateSince}${one.stateReason ? `: ${one.stateReason}` : ''}`],
        ['error', one.error && `${one.error.code}: ${one.error.message}`],
        ['enabled', one.enabled ? 'yes' : 'no'],
        ['model', one.model ?? none],
        ['device', one.device],
        ['context', one.contextSize === null ? "the model's own" : `${one.contextSize} tokens`],
        ['at once', `${one.parallel} request${one.parallel === 1 ? '' : 's'}`],
        ['idle after', one.idleTimeoutSeconds === 0 ? 'never' : duration(one.idleTimeoutSeconds)],
        ['pinned', one.pinned ? 'yes' : 'no'],
        ['labels', one.labels.join(', ') || null],
        ['now', `${one.activeRequests} active, ${one.queuedRequests} queued`],
        [
          'requests',
          `${one.metrics.requests}${one.metrics.lastUsedAt ? `, the latest at ${one.metrics.lastUsedAt}` : ''}`,
        ],
        ['first byte', milliseconds(one.metrics.ttftMs)],
        ['speed', tokensPerSecond(one.metrics.tokensPerSecond)],
      ]);
    });
}

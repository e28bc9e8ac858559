import type { StatusDto } from '@hal0/hal0';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { duration } from '../terminal/units.js';

export function addStatus(program: Command, context: CommandContext): void {
  program
    .command('status')
    .description('the box at a glance')
    .action(async (_options: unknown, command: Command) => {
      const status = await context.withApi(command, (api) => api.call<StatusDto>('api/status'));
      if (context.wantsJson(command)) return context.print.json(status);
      const { print } = context;
      const { lemonade, slots, requests } = status;
      const percent = lemonade.progress === null ? '' : ` ${Math.round(lemonade.progress * 100)} %`;
      print.facts([
        [
          'hal0',
          `${status.version} on ${status.hostname}, ${print.state(status.state)}, up ${duration(status.uptimeSeconds)}`,
        ],
        ['runtime', `lemond ${[lemonade.version, print.state(lemonade.phase)].filter(Boolean).join(' ')}${percent}`],
        ['', lemonade.phase === 'running' ? null : lemonade.message],
        ['slots', `${slots.ready} of ${slots.enabled} ready, ${slots.total} in all`],
        ['requests', `${requests.active} active, ${requests.queued} queued`],
      ]);
    });
}

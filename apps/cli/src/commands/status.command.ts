import type { StatusDto } from '@hal0/hal0';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { examples } from '../terminal/help-text.js';
import { duration } from '../terminal/units.js';

export function defineStatus(status: Command, context: CommandContext): void {
  const { print } = context;
  status.action(async () => {
    const now = await context.ask<StatusDto>('api/status');
    const { lemonade, slots, requests } = now;
    const percent = lemonade.progress === null ? '' : ` ${Math.round(lemonade.progress * 100)} %`;
    context.show(now, () =>
      print.facts([
        ['hal0', `${now.version} on ${now.hostname}, ${print.state(now.state)}, up ${duration(now.uptimeSeconds)}`],
        ['runtime', `lemond ${[lemonade.version, print.state(lemonade.phase)].filter(Boolean).join(' ')}${percent}`],
        ['', lemonade.phase === 'running' ? null : lemonade.message],
        ['slots', `${slots.ready} of ${slots.enabled} ready, ${slots.total} in all`],
        ['requests', `${requests.active} active, ${requests.queued} queued`],
      ]),
    );
  });
  examples(status, ['hal0 status', 'hal0 status --json | jq .slots', 'hal0 status --url http://box.local:8080']);
}

import type { UpstreamDto } from '@hal0/dispatcher';
import type { StatusDto } from '@hal0/hal0';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { examples } from '../terminal/help-text.js';
import { duration } from '../terminal/units.js';

/** States in which an upstream that is wanted does not serve. */
const TROUBLED: readonly UpstreamDto['state'][] = ['failing', 'no_key'];

export function defineStatus(status: Command, context: CommandContext): void {
  const { print } = context;
  status.action(async () => {
    const [now, upstreams] = await Promise.all([
      context.ask<StatusDto>('api/status'),
      context.ask<UpstreamDto[]>('api/upstreams'),
    ]);
    const { lemonade, slots, requests } = now;
    const percent = lemonade.progress === null ? '' : ` ${Math.round(lemonade.progress * 100)} %`;
    const troubled = upstreams.filter(({ state }) => TROUBLED.includes(state));
    const counts = {
      total: upstreams.length,
      enabled: upstreams.filter(({ enabled }) => enabled).length,
      troubled: troubled.map(({ name, state, error }) => ({ name, state, error })),
    };
    context.show({ ...now, upstreams: counts }, () =>
      print.facts([
        ['hal0', `${now.version} on ${now.hostname}, ${print.state(now.state)}, up ${duration(now.uptimeSeconds)}`],
        ['runtime', `lemond ${[lemonade.version, print.state(lemonade.phase)].filter(Boolean).join(' ')}${percent}`],
        ['', lemonade.phase === 'running' ? null : lemonade.message],
        ['slots', `${slots.ready} of ${slots.enabled} ready, ${slots.total} in all`],
        ['requests', `${requests.active} active, ${requests.queued} queued`],
        ['upstreams', upstreams.length === 0 ? null : `${counts.enabled} enabled of ${counts.total}`],
        ...troubled.map((upstream) => ['', troubleOf(upstream, print.state('failed', upstream.name))] as const),
      ]),
    );
  });
  examples(status, ['hal0 status', 'hal0 status --json | jq .slots', 'hal0 status --url http://box.local:8080']);
}

function troubleOf({ name, state, keyName, error }: UpstreamDto, shown: string): string {
  if (state === 'no_key') return `${shown} has no key: hal0 secret set ${keyName ?? 'NAME'}`;
  return `${shown} is failing: ${error ?? `hal0 upstream test ${name} tells why`}`;
}

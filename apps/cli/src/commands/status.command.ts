import type { UpstreamDto } from '@hal0/dispatcher';
import type { StatusDto } from '@hal0/hal0';
import type { ModelDto, PullDto } from '@hal0/registry';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { examples } from '../terminal/help-text.js';
import { percentOf } from '../jobs/progress-line.js';
import { duration } from '../terminal/units.js';

/** States in which an upstream that is wanted does not serve. */
const TROUBLED: readonly UpstreamDto['state'][] = ['failing', 'no_key'];

/** States of a download that goes on by itself. */
const ACTIVE: readonly PullDto['state'][] = ['queued', 'running', 'verifying'];

export function defineStatus(status: Command, context: CommandContext): void {
  const { print } = context;
  status.action(async () => {
    const [now, upstreams, models, pulls] = await Promise.all([
      context.ask<StatusDto>('api/status'),
      context.ask<UpstreamDto[]>('api/upstreams'),
      context.ask<ModelDto[]>('api/models'),
      context.ask<PullDto[]>('api/pulls'),
    ]);
    const { lemonade, slots, requests } = now;
    const percent = lemonade.progress === null ? '' : ` ${Math.round(lemonade.progress * 100)} %`;
    const troubled = upstreams.filter(({ state }) => TROUBLED.includes(state));
    const counts = {
      total: upstreams.length,
      enabled: upstreams.filter(({ enabled }) => enabled).length,
      troubled: troubled.map(({ name, state, error }) => ({ name, state, error })),
    };
    const broken = models.filter(({ state }) => state !== 'ready').map(({ id }) => id);
    const active = pulls.filter(({ state }) => ACTIVE.includes(state));
    const answer = {
      ...now,
      upstreams: counts,
      models: { total: models.length, broken },
      pulls: active.map((pull) => ({ id: pull.id, model: pull.modelId, percent: percentOf(pull) })),
    };
    context.show(answer, () =>
      print.facts([
        ['hal0', `${now.version} on ${now.hostname}, ${print.state(now.state)}, up ${duration(now.uptimeSeconds)}`],
        ['runtime', `lemond ${[lemonade.version, print.state(lemonade.phase)].filter(Boolean).join(' ')}${percent}`],
        ['', lemonade.phase === 'running' ? null : lemonade.message],
        ['slots', `${slots.ready} of ${slots.enabled} ready, ${slots.total} in all`],
        ['models', models.length === 0 ? 'none yet: hal0 setup' : String(models.length)],
        ...broken.map((id) => ['', `${print.state('error', id)} has lost files: hal0 model show ${id}`] as const),
        ...active.map((pull, index) => [index ? '' : 'downloads', progressOf(pull)] as const),
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

function progressOf(pull: PullDto): string {
  const left = pull.secondsLeft === null ? '' : `, ${duration(pull.secondsLeft)} left`;
  return `${pull.modelId}: ${percentOf(pull)} %${left}`;
}

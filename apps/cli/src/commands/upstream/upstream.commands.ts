import type { UpstreamDto, UpstreamPresetDto, UpstreamTrialDto } from '@hal0/dispatcher';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { RefusedError, UsageError } from '../../cli.errors.js';
import { EXIT } from '../../exit-codes.js';
import { examples } from '../../terminal/help-text.js';
import { wholeNumber } from '../../terminal/option-values.js';
import { none } from '../../terminal/units.js';

const pathOf = (name: string) => `api/upstreams/${encodeURIComponent(name)}`;

export function defineUpstream(upstream: Command, context: CommandContext): void {
  examples(upstream, ['hal0 upstream list', 'hal0 upstream add openrouter', 'hal0 upstream test openrouter']);
  defineList(upstream, context);
  defineAdd(upstream, context);
  defineModels(upstream, context);
  defineTest(upstream, context);
  defineSwitch(upstream, context, 'enable', true);
  defineSwitch(upstream, context, 'disable', false);
  defineRemove(upstream, context);
}

function defineList(upstream: Command, context: CommandContext): void {
  const { print } = context;
  const list = upstream
    .command('list')
    .alias('ls')
    .description('providers outside this machine, and how they are doing')
    .action(async () => {
      const upstreams = await context.ask<UpstreamDto[]>('api/upstreams');
      context.show(upstreams, () => {
        if (upstreams.length === 0)
          return print.line('No upstreams: nothing leaves this machine. One is added by: hal0 upstream add openrouter');
        print.table(
          ['UPSTREAM', 'STATE', 'MODELS', 'ACTIVE', 'KEY', 'ADDRESS'],
          upstreams.map(({ name, state, discovered, models, active, keyName, keySet, url }) => [
            name,
            state,
            String(discovered.length + models.length),
            String(active),
            keyName === null ? none : `${keyName}${keySet ? '' : ' (not set)'}`,
            url,
          ]),
        );
        for (const { name, error } of upstreams) if (error) print.note(`${name}: ${error}`);
      });
    });
  examples(list, ['hal0 upstream list', 'hal0 upstream list --json']);
}

function defineAdd(upstream: Command, context: CommandContext): void {
  const { print } = context;
  const add = upstream
    .command('add')
    .description(
      'add a provider: a well-known one by its name (openai, openrouter, anthropic, google), others with --address',
    )
    .argument('<new-upstream>', 'its name')
    .option('--address <url>', 'address of its API, usually ending in /v1')
    .option('--auth <style>', 'how its key is sent: bearer, header, anthropic, google_query or none')
    .option('--header <name>', 'header of the key, with --auth header')
    .option('--key-name <secret>', 'secret that holds its key, set by: hal0 secret set NAME')
    .option('--concurrency <requests>', 'requests sent there at once', wholeNumber)
    .action(async (name: string, options: AddOptions) => {
      const body = { name, ...(await presetOf(name, options, context)), concurrency: options.concurrency };
      const made = await context.ask<UpstreamDto>('api/upstreams', { method: 'POST', body });
      context.show(made, () => {
        print.line(`${made.name} is added: ${made.url}`);
        if (made.keyName !== null && !made.keySet) print.note(`It needs a key: hal0 secret set ${made.keyName}`);
      });
    });
  examples(add, [
    'hal0 upstream add openrouter',
    'hal0 upstream add office --address http://10.0.0.7:8000/v1 --auth none',
    'hal0 upstream add acme --address https://api.example.com/v1 --key-name ACME_API_KEY',
  ]);
}

interface AddOptions {
  address?: string;
  auth?: string;
  header?: string;
  keyName?: string;
  concurrency?: number;
}

/** What was typed, on top of what is known of a provider of this name. */
async function presetOf(name: string, { address, auth, header, keyName }: AddOptions, context: CommandContext) {
  const presets = await context.ask<UpstreamPresetDto[]>('api/upstreams/presets');
  const preset = presets.find(({ id }) => id === name);
  const url = address ?? preset?.url;
  if (!url) {
    const known = presets.flatMap((each) => (each.url ? [each.id] : []));
    throw new UsageError(`"${name}" is none of ${known.join(', ')}: say its address with --address.`);
  }
  return {
    url,
    authStyle: auth ?? preset?.authStyle,
    authHeader: header,
    keyName: keyName ?? preset?.keyName ?? undefined,
  };
}

function defineModels(upstream: Command, context: CommandContext): void {
  const models = upstream
    .command('models')
    .description('ask a provider for its models; requests name them as UPSTREAM/MODEL')
    .argument('<upstream>', 'its name')
    .action(async (name: string) => {
      const trial = await context.ask<UpstreamTrialDto>(`${pathOf(name)}/test`, { method: 'POST' });
      const { ok, models: found, error } = trial;
      if (!ok) throw new RefusedError('upstream.list_failed', error ?? `${name} did not list its models.`);
      context.show(found, () => {
        if (found.length === 0) context.print.line(`${name} lists no models.`);
        for (const { id } of found) context.print.line(`${name}/${id}`);
      });
    });
  examples(models, ['hal0 upstream models openrouter']);
}

function defineTest(upstream: Command, context: CommandContext): void {
  const test = upstream
    .command('test')
    .description('see whether a provider answers with the key that is set')
    .argument('<upstream>', 'its name')
    .action(async (name: string) => {
      const trial = await context.ask<UpstreamTrialDto>(`${pathOf(name)}/test`, { method: 'POST' });
      const { ok, latencyMs, models, error } = trial;
      const words = ok
        ? `${name} answers: ${models.length} models in ${Math.round(latencyMs ?? 0)} ms`
        : `${name} does not answer as it should: ${error ?? 'no reason is known'}`;
      context.show(trial, () => context.print.line(words));
      if (!ok) context.exitCode = EXIT.failed;
    });
  examples(test, ['hal0 upstream test openrouter']);
}

function defineSwitch(upstream: Command, context: CommandContext, verb: 'enable' | 'disable', enabled: boolean): void {
  upstream
    .command(verb)
    .description(enabled ? 'let requests go to a provider again' : 'let no request go to a provider; its settings stay')
    .argument('<upstream>', 'its name')
    .action(async (name: string) => {
      const changed = await context.ask<UpstreamDto>(pathOf(name), { method: 'PATCH', body: { enabled } });
      context.show(changed, () => context.print.line(`${name} is ${verb}d`));
    });
}

function defineRemove(upstream: Command, context: CommandContext): void {
  upstream
    .command('remove')
    .alias('rm')
    .description('take a provider out of hal0.toml; its key stays among the secrets')
    .argument('<upstream>', 'its name')
    .action(async (name: string) => {
      await context.ask(pathOf(name), { method: 'DELETE' });
      context.show({ removed: name }, () => context.print.line(`${name} is removed`));
    });
}

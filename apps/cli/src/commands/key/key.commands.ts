import type { ApiKeyDto, NewApiKeyDto } from '@hal0/gateway';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { examples } from '../../terminal/help-text.js';
import { collectedNames } from '../../terminal/option-values.js';
import { none } from '../../terminal/units.js';

export function defineKey(key: Command, context: CommandContext): void {
  examples(key, ['hal0 key list', 'hal0 key add laptop', 'hal0 config set api.require_key inference']);
  defineList(key, context);
  defineAdd(key, context);
  defineRevoke(key, context);
}

function defineList(key: Command, context: CommandContext): void {
  const { print } = context;
  const list = key
    .command('list')
    .alias('ls')
    .description('API keys, what they allow and when they were last used; the keys themselves are not kept')
    .action(async () => {
      const keys = await context.ask<ApiKeyDto[]>('api/keys');
      context.show(keys, () => {
        if (keys.length === 0) return print.line('No API keys yet. One is made by: hal0 key add NAME');
        print.table(
          ['KEY', 'SLOTS', 'LOCAL ONLY', 'MADE', 'LAST USED'],
          keys.map(({ name, slots, localOnly, createdAt, lastUsedAt }) => [
            name,
            slots?.join(', ') ?? 'all',
            localOnly ? 'yes' : 'no',
            createdAt,
            lastUsedAt ?? none,
          ]),
        );
      });
    });
  examples(list, ['hal0 key list', 'hal0 key list --json']);
}

function defineAdd(key: Command, context: CommandContext): void {
  const { print } = context;
  const add = key
    .command('add')
    .description('make an API key and print it, this once')
    .argument('<name>', 'who it is for')
    .option('--slots <slot...>', 'slots it may use; all without this', collectedNames)
    .option('--local-only', 'nothing of its requests may leave this machine')
    .action(async (name: string, { slots, localOnly }: { slots?: string[]; localOnly?: true }) => {
      const body = { name, slots, localOnly };
      const made = await context.ask<NewApiKeyDto>('api/keys', { method: 'POST', body });
      context.show(made, () => {
        print.line(made.key);
        print.note(`This is the key "${made.name}". Keep it now: it cannot be shown again.`);
      });
    });
  examples(add, [
    'hal0 key add laptop',
    'hal0 key add phone --slots primary small --local-only',
    'export OPENAI_API_KEY=$(hal0 key add laptop)',
  ]);
}

function defineRevoke(key: Command, context: CommandContext): void {
  const revoke = key
    .command('revoke')
    .alias('rm')
    .description('make an API key worthless at once')
    .argument('<api-key>', 'its name')
    .action(async (name: string) => {
      await context.ask(`api/keys/${encodeURIComponent(name)}`, { method: 'DELETE' });
      context.show({ revoked: name }, () => context.print.line(`${name} is revoked`));
    });
  examples(revoke, ['hal0 key revoke phone']);
}

import type { SecretDto } from '@hal0/config';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { examples } from '../../terminal/help-text.js';
import { none } from '../../terminal/units.js';

export function defineSecretList(secret: Command, context: CommandContext): void {
  const { print } = context;
  const list = secret
    .command('list')
    .alias('ls')
    .description('which secrets are set; values are never shown')
    .action(async () => {
      const secrets = await context.ask<SecretDto[]>('api/secrets');
      context.show(secrets, () => {
        if (secrets.length === 0) return print.line('No secrets yet. One is set by: hal0 secret set HF_TOKEN');
        print.table(
          ['SECRET', 'SET', 'CHANGED'],
          secrets.map(({ name, set, updatedAt }) => [name, set ? 'yes' : 'no', updatedAt ?? none]),
        );
      });
    });
  examples(list, ['hal0 secret list']);
}

import type { SecretDto } from '@hal0/config';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { secretPath } from '../../secret-path.js';
import { examples } from '../../terminal/help-text.js';

export function defineSecretRemove(secret: Command, context: CommandContext): void {
  const remove = secret
    .command('rm')
    .alias('remove')
    .description('remove a secret')
    .argument('<secret>', 'its name')
    .action(async (name: string) => {
      const secrets = await context.ask<SecretDto[]>('api/secrets');
      const existed = secrets.some((one) => one.name === name && one.set);
      // Asked for all the same: the API has a word for a name that is none, and somebody may have set it just now.
      await context.ask(secretPath(name), { method: 'DELETE' });
      context.show({ name, existed }, () => context.print.line(existed ? `${name} is removed` : `${name} was not set`));
    });
  examples(remove, ['hal0 secret rm HF_TOKEN']);
}

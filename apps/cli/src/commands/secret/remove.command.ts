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
      await context.ask(secretPath(name), { method: 'DELETE' });
      context.show({ removed: name }, () => context.print.line(`${name} is removed`));
    });
  examples(remove, ['hal0 secret rm HF_TOKEN']);
}

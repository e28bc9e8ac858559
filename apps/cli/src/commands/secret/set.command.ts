import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { secretPath } from '../../secret-path.js';
import { examples } from '../../terminal/help-text.js';
import { secretFrom } from '../../terminal/prompt.js';

export function defineSecretSet(secret: Command, context: CommandContext): void {
  const set = secret
    .command('set')
    .description('set a secret; its value is piped in or typed unseen, never a word of the command line')
    .argument('<secret>', 'its name, as the environment variable: A-Z, 0-9 and _')
    .action(async (name: string) => {
      const value = await secretFrom(context.terminal, `Value of ${name}`);
      await context.ask(secretPath(name), { method: 'PUT', body: { value } });
      context.show({ set: name }, () => context.print.line(`${name} is set`));
    });
  examples(set, ['hal0 secret set HF_TOKEN', 'pass show huggingface | hal0 secret set HF_TOKEN']);
}

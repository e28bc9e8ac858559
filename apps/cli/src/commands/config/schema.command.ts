import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { examples } from '../../terminal/help-text.js';

export function defineConfigSchema(config: Command, context: CommandContext): void {
  const schema = config
    .command('schema')
    .description('the JSON Schema of hal0.toml, for editors')
    .action(async () => {
      const { settingsSchema } = await import('@hal0/config');
      context.print.json(settingsSchema());
    });
  examples(schema, ['hal0 config schema > hal0.schema.json']);
}

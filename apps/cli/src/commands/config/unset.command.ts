import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { changeSetting } from '../../settings/change-settings.js';
import { examples } from '../../terminal/help-text.js';

export function defineConfigUnset(config: Command, context: CommandContext): void {
  const unset = config
    .command('unset')
    .description('take a setting out of hal0.toml, so that its default holds')
    .argument('<key>', 'dotted, e.g. api.port')
    .action((key: string) => changeSetting(context, key, null));
  examples(unset, ['hal0 config unset api.port']);
}

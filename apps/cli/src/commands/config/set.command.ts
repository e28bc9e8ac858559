import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { changeSetting } from '../../settings/change-settings.js';
import { examples, remark } from '../../terminal/help-text.js';
import { plainValue } from '../../terminal/plain-value.js';

export function defineConfigSet(config: Command, context: CommandContext): void {
  const set = config
    .command('set')
    .description('change a setting in hal0.toml; comments and order stay')
    .argument('<key>', 'dotted, e.g. api.port')
    .argument('<value>', 'as TOML or JSON; a bare word is a string')
    .action(async (key: string, word: string) => changeSetting(context, key, await plainValue(word)));
  remark(set, 'Secrets do not belong in hal0.toml: hal0 secret set <name>.');
  examples(set, [
    'hal0 config set api.port 9000',
    'hal0 config set api.allowed_hosts \'["box.lan"]\'',
    'hal0 config set models.store /data/models',
    'hal0 config set openwebui.name \'"42"\'   # a number that is meant as text',
  ]);
}

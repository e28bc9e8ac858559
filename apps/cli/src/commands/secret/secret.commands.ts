import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { examples } from '../../terminal/help-text.js';
import { defineSecretList } from './list.command.js';
import { defineSecretRemove } from './remove.command.js';
import { defineSecretSet } from './set.command.js';

export function defineSecret(secret: Command, context: CommandContext): void {
  examples(secret, ['hal0 secret list', 'hal0 secret set HF_TOKEN']);
  defineSecretList(secret, context);
  defineSecretSet(secret, context);
  defineSecretRemove(secret, context);
}

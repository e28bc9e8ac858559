import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { examples } from '../../terminal/help-text.js';
import { defineConfigEdit } from './edit.command.js';
import { defineConfigGet } from './get.command.js';
import { defineConfigHistory } from './history.command.js';
import { defineConfigMigrate } from './migrate.command.js';
import { defineConfigReload } from './reload.command.js';
import { defineConfigSchema } from './schema.command.js';
import { defineConfigSet } from './set.command.js';
import { defineConfigShow } from './show.command.js';
import { defineConfigUndo } from './undo.command.js';
import { defineConfigUnset } from './unset.command.js';
import { defineConfigValidate } from './validate.command.js';

export function defineConfig(config: Command, context: CommandContext): void {
  examples(config, [
    'hal0 config show --origin',
    'hal0 config set dispatcher.max_wait_seconds 60',
    'hal0 config validate',
    'hal0 config undo 12',
  ]);
  config.commandsGroup('Look:');
  defineConfigShow(config, context);
  defineConfigGet(config, context);
  defineConfigValidate(config, context);
  defineConfigSchema(config, context);
  config.commandsGroup('Change:');
  defineConfigSet(config, context);
  defineConfigUnset(config, context);
  defineConfigEdit(config, context);
  defineConfigReload(config, context);
  defineConfigMigrate(config, context);
  config.commandsGroup('Go back:');
  defineConfigHistory(config, context);
  defineConfigUndo(config, context);
}

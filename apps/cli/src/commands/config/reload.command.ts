import type { SettingsChangeDto } from '@hal0/config';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { showChange } from '../../settings/change-settings.js';
import { examples } from '../../terminal/help-text.js';

export function defineConfigReload(config: Command, context: CommandContext): void {
  const reload = config
    .command('reload')
    .description('let the running hal0 read files again that were edited by hand')
    .action(async () =>
      showChange(context, await context.ask<SettingsChangeDto>('api/settings/reload', { method: 'POST' })),
    );
  examples(reload, ['hal0 config reload']);
}

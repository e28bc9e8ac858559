import type { SettingsChangeDto } from '@hal0/config';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { showChange } from '../../settings/change-settings.js';
import { examples } from '../../terminal/help-text.js';
import { wholeNumber } from '../../terminal/option-values.js';

export function defineConfigUndo(config: Command, context: CommandContext): void {
  const undo = config
    .command('undo')
    .description('set what a change changed back to what it was; an undo can be undone')
    .argument('<revision>', 'its number in the history', wholeNumber)
    .action(async (id: number) => {
      const path = `api/settings/revisions/${id}/undo`;
      await showChange(context, await context.ask<SettingsChangeDto>(path, { method: 'POST' }));
    });
  examples(undo, ['hal0 config history', 'hal0 config undo 12']);
}

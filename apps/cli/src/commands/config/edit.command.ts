import type { SettingsChangeDto } from '@hal0/config';
import { Argument, type Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { showChange } from '../../settings/change-settings.js';
import { CONFIG_FILES, type ConfigFileName } from '../../settings/config-file.js';
import { examples, remark } from '../../terminal/help-text.js';

export function defineConfigEdit(config: Command, context: CommandContext): void {
  const edit = config
    .command('edit')
    .description('open a configuration file in your editor; it is saved only when it is valid')
    .addArgument(new Argument('[which]', 'the file').choices(CONFIG_FILES).default('hal0'))
    .option('--from <file>', 'begin with this text, e.g. with a draft that was not valid')
    .action(async (which: ConfigFileName, { from }: { from?: string }) => {
      const { ConfigEditing } = await import('../../settings/config-editing.js');
      const editing = new ConfigEditing(context, await context.local(), which);
      const saved = await editing.run(from);
      const { isRunning } = await context.apiAddress();
      if (saved && isRunning)
        return showChange(context, await context.ask<SettingsChangeDto>('api/settings/reload', { method: 'POST' }));
      context.show({ saved, file: editing.file }, () =>
        context.print.line(saved ? `${editing.file} is saved` : 'Nothing changes'),
      );
    });
  remark(edit, 'The editor is $EDITOR, else $VISUAL, else vi.');
  examples(edit, ['hal0 config edit', 'EDITOR="code --wait" hal0 config edit capabilities']);
}

import type { Command } from 'commander';
import { RefusedError, UsageError } from '../../cli.errors.js';
import type { CommandContext } from '../../command-context.js';
import { effectiveSettings, keyParts, settingRows, valueAt, valueText } from '../../settings/effective-settings.js';
import { examples } from '../../terminal/help-text.js';

export function defineConfigGet(config: Command, context: CommandContext): void {
  const get = config
    .command('get')
    .description('the value in effect, alone on its line')
    .argument('<key>', 'dotted, e.g. api.port')
    .action(async (key: string) => {
      if (keyParts(key).length === 0) throw new UsageError('Name a setting, e.g. hal0 config get api.port');
      const known = await effectiveSettings(context);
      const value = valueAt(known.settings, key);
      const [row] = settingRows(known, key);
      if (value === undefined && !row) throw await nothingAt(context, key);
      context.show({ path: key, value: value ?? null, origin: row?.origin ?? null }, () =>
        context.print.line(valueText(value)),
      );
    });
  examples(get, ['hal0 config get api.port', 'hal0 config get upstreams --json']);
}

/** A setting that has no value in effect, or no setting at all. */
async function nothingAt(context: CommandContext, key: string): Promise<RefusedError> {
  const { isSetting, unknownSetting } = await import('../../settings/setting-names.js');
  if (isSetting(key)) return new RefusedError('config.not_set', `${key} is not set and has no default.`);
  return new RefusedError('config.invalid', unknownSetting(await context.local(), key));
}

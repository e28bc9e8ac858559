import type { Command } from 'commander';
import { RefusedError, UsageError } from '../../cli.errors.js';
import type { CommandContext } from '../../command-context.js';
import { configFile, isConfigFile } from '../../settings/config-file.js';
import { effectiveSettings, originText, settingRows, valueText } from '../../settings/effective-settings.js';
import { examples } from '../../terminal/help-text.js';

interface ShowOptions {
  effective?: boolean;
  origin?: boolean;
}

export function defineConfigShow(config: Command, context: CommandContext): void {
  const show = config
    .command('show')
    .description('a configuration file, or what is in effect')
    .argument('[key]', 'hal0 or capabilities for the file, else the settings below a dotted path', 'hal0')
    .option('-e, --effective', 'every value in effect, all files, defaults and the environment together')
    .option('-o, --origin', 'and where each of them comes from')
    .action(async (what: string, { effective, origin }: ShowOptions) => {
      if (isConfigFile(what) && !effective && !origin) return showFile(context, what);
      await showEffective(context, isConfigFile(what) ? undefined : what, origin === true);
    });
  examples(show, [
    'hal0 config show',
    'hal0 config show capabilities',
    'hal0 config show --effective',
    'hal0 config show api --origin',
  ]);
}

async function showFile(context: CommandContext, which: 'hal0' | 'capabilities'): Promise<void> {
  if (context.globals.url) throw new UsageError('--url shows what is in effect there: add --effective or --origin.');
  const { print } = context;
  const local = await context.local();
  const file = configFile(local.roots, which);
  const [{ readConfigText }, { redact }] = await Promise.all([import('@hal0/config'), import('@hal0/platform')]);
  const text = readConfigText(file);
  context.show({ file, text: text === undefined ? null : redact(text) }, () => {
    if (text === undefined) print.note(`${file} does not exist: every setting has its default.`);
    else print.write(redact(text));
  });
}

async function showEffective(context: CommandContext, below: string | undefined, origin: boolean): Promise<void> {
  const { print } = context;
  const known = await effectiveSettings(context);
  const rows = settingRows(known, below);
  if (rows.length === 0) throw new RefusedError('config.unknown_setting', `Nothing is set at ${below}.`);
  const cells = rows.map((row) => [row.path, valueText(row.value), ...(origin ? [originText(row.origin)] : [])]);
  context.show(rows, () => {
    print.table(['SETTING', 'VALUE', ...(origin ? ['FROM'] : [])], cells);
    if (known.pendingRestart.length) print.note(`After a restart of hal0: ${known.pendingRestart.join(', ')}`);
  });
}

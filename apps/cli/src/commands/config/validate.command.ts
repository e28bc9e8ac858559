import type { Command } from 'commander';
import { resolve } from 'node:path';
import type { CommandContext } from '../../command-context.js';
import { EXIT } from '../../exit-codes.js';
import { examples, remark } from '../../terminal/help-text.js';

export function defineConfigValidate(config: Command, context: CommandContext): void {
  const { print } = context;
  const validate = config
    .command('validate')
    .description('check the configuration; nothing is written')
    .argument('[file]', 'a file to check in place of hal0.toml, together with the others')
    .action(async (file: string | undefined) => {
      const local = await context.local();
      const { checkConfig } = await import('../../settings/check-config.js');
      const { problems, warnings } = await checkConfig(local, file && resolve(file));
      if (problems.length > 0) context.exitCode = EXIT.failed;
      context.show(
        { valid: problems.length === 0, code: problems.length ? 'config.invalid' : null, problems, warnings },
        () => {
          for (const { text } of problems) print.line(`${print.state('error', 'config.invalid')}: ${text}`);
          for (const { text } of warnings) print.line(`${print.state('warning')}: ${text}`);
          if (problems.length === 0) print.line(`${file ?? local.roots.hal0Toml} is valid`);
        },
      );
    });
  remark(validate, 'The status is 0 when all is well and 1 when something is wrong.');
  examples(validate, ['hal0 config validate', 'hal0 config validate ./hal0.toml', 'hal0 config validate --json']);
}

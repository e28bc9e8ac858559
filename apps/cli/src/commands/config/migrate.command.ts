import type { ConfigMigration } from '@hal0/config';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { examples } from '../../terminal/help-text.js';

export function defineConfigMigrate(config: Command, context: CommandContext): void {
  const { print } = context;
  const migrate = config
    .command('migrate')
    .description('rewrite files of an earlier version in the words of this one; a backup is kept')
    .option('--dry-run', 'only say what would change')
    .action(async ({ dryRun = false }: { dryRun?: boolean }) => {
      const local = await context.local();
      const { migrateConfig, plannedMigrations } = await import('@hal0/config');
      const migrations = dryRun ? await plannedMigrations(local.roots) : await migrateConfig(local.roots, local.clock);
      const { isRunning } = await context.apiAddress();
      if (!dryRun && migrations.length > 0 && isRunning) await context.ask('api/settings/reload', { method: 'POST' });
      context.show(migrations, () => {
        if (migrations.length === 0) print.line('Everything is in the words of this version');
        for (const migration of migrations) tell(context, migration, dryRun);
      });
    });
  examples(migrate, ['hal0 config migrate --dry-run', 'sudo hal0 config migrate']);
}

function tell({ print }: CommandContext, { file, backup, changes }: ConfigMigration, dryRun: boolean): void {
  print.line(print.bold(file));
  for (const change of changes) print.line(`  ${change}`);
  if (!dryRun) print.note(`The old file is kept as ${backup}`);
}

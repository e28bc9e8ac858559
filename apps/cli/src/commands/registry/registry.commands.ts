import type { RegistryTomlDto } from '@hal0/registry';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { examples } from '../../terminal/help-text.js';
import { defineRegistryImport } from './import.command.js';

export function defineRegistry(registry: Command, context: CommandContext): void {
  examples(registry, ['hal0 registry export > registry.toml', 'hal0 registry import hal0-backup.tar.gz --preview']);
  defineExport(registry, context);
  defineRegistryImport(registry, context);
}

function defineExport(registry: Command, context: CommandContext): void {
  const save = registry
    .command('export')
    .description('print all models as a registry.toml; the model files are not in it')
    .action(async () => {
      const { text, models } = await context.ask<RegistryTomlDto>('api/models/export');
      context.show({ text, models }, () => context.print.write(text));
    });
  examples(save, ['hal0 registry export > registry.toml']);
}

import type { ImportedRecordDto } from '@hal0/registry';
import type { Command } from 'commander';
import { RefusedError } from '../../cli.errors.js';
import type { CommandContext } from '../../command-context.js';
import { registryText } from '../../registry/registry-text.js';
import { examples, remark } from '../../terminal/help-text.js';

interface ImportOptions {
  preview?: boolean;
  force?: boolean;
  dest?: string;
}

export function defineRegistryImport(registry: Command, context: CommandContext): void {
  const { print } = context;
  const take = registry
    .command('import')
    .description('take over the models of a registry.toml, or of the one in a backup of an earlier hal0')
    .argument('<file>', 'registry.toml, or the backup: a tar archive, plain or packed with gzip or zstd')
    .option('--preview', 'tell what would be done, and do nothing')
    .option('-f, --force', 'its records take the place of models, or of a file, that are there already')
    .option('--dest <file>', 'only write the registry.toml there; needs no running hal0')
    .action(async (file: string, { preview, force, dest }: ImportOptions) => {
      const text = await registryText(file);
      if (dest !== undefined) {
        await keep(text, dest, force);
        return context.show({ written: dest }, () => print.line(`The registry is in ${dest}`));
      }
      const body = { text, ...(force ? { replace: true } : {}), ...(preview ? { preview: true } : {}) };
      const options = { method: 'POST', body, waiting: 'looking at the models' } as const;
      const records = await context.ask<ImportedRecordDto[]>('api/models/import', options);
      context.show(records, () => {
        if (records.length === 0) return print.line('There is no model in it.');
        print.table(
          ['MODEL', preview ? 'WOULD BE' : 'WAS', 'REMARK'],
          records.map(({ id, outcome, note }) => [id, outcome, note ?? (outcome === 'kept' ? 'is here already' : '')]),
        );
        if (!force && records.some(({ outcome }) => outcome === 'kept'))
          print.note(print.dim('Models that are here already stay as they are; --force replaces them.'));
      });
    });
  remark(
    take,
    'Only the models are taken over: slots and settings of the backup are not. The archive is read in memory, nothing is unpacked. Exits with 2 when the file is not there, or cannot be read as a backup.',
  );
  examples(take, [
    'hal0 registry import hal0-backup.tar.gz --preview',
    'hal0 registry import registry.toml --force',
    'hal0 registry import hal0-backup.tar.gz --dest ./registry.toml',
  ]);
}

/** @throws RefusedError when there is such a file, which is not to be replaced */
async function keep(text: string, dest: string, force = false): Promise<void> {
  const { readTextFile, writeFileAtomic } = await import('@hal0/platform');
  if (!force && (await readTextFile(dest)) !== undefined)
    throw new RefusedError('cli.file_exists', `${dest} is there already; --force replaces it.`);
  await writeFileAtomic(dest, text);
}

import type { ScanDto, ScanResultDto, ScannedModelDto } from '@hal0/registry';
import type { Command } from 'commander';
import { resolve } from 'node:path';
import type { CommandContext } from '../../command-context.js';
import { examples } from '../../terminal/help-text.js';
import type { Printer } from '../../terminal/printer.js';
import { bytes, none } from '../../terminal/units.js';

interface ScanOptions {
  recursive: boolean;
  add?: boolean;
}

export function defineModelScan(model: Command, context: CommandContext): void {
  const { print } = context;
  const scan = model
    .command('scan')
    .description('look for model files that are on this box already; nothing is changed without --add')
    .argument('[folders...]', 'where to look; the model store and the folders of [models].roots without this')
    .option('--add', 'make all known that are new; the files stay where they are')
    .option('--no-recursive', 'not in folders below them')
    .action(async (folders: string[], { recursive, add }: ScanOptions) => {
      const body = { ...(folders.length ? { paths: folders.map((folder) => resolve(folder)) } : {}), recursive };
      const options = { method: 'POST', body, waiting: 'looking for models' } as const;
      if (add) {
        const result = await context.ask<ScanResultDto>('api/models/scan', options);
        return context.show(result, () => printResult(print, result));
      }
      const found = await context.ask<ScanDto>('api/models/scan/preview', options);
      context.show(found, () => printFound(print, found));
    });
  examples(scan, ['hal0 model scan /mnt/models', 'hal0 model scan /mnt/models --add']);
}

function printFound(print: Printer, { roots, models }: ScanDto): void {
  if (models.length === 0) return print.line(`No model files in ${roots.join(', ')}.`);
  print.table(
    ['MODEL', 'STATE', 'TYPE', 'SIZE', 'QUANT', 'FILE'],
    models.map((one) => [
      one.id,
      stateOf(print, one),
      one.type ?? none,
      bytes(one.sizeBytes),
      one.quantization ?? none,
      one.path,
    ]),
  );
  for (const { path, problem } of models) if (problem) print.note(`${path}: ${problem.code}: ${problem.message}`);
  const fresh = models.filter(({ state }) => state === 'new').length;
  if (fresh > 0) print.note(print.dim(`${fresh} of them are new: the same with --add makes them known.`));
}

function stateOf(print: Printer, { state }: ScannedModelDto): string {
  if (state === 'new') return print.state('ok', 'new');
  return state === 'skipped' ? print.state('warning', 'skipped') : print.dim('known');
}

function printResult(print: Printer, { added, healed, skipped }: ScanResultDto): void {
  if (added.length + healed.length === 0) print.line('Nothing new.');
  for (const id of added) print.line(`${id} is known`);
  for (const id of healed) print.line(`${id} is there again`);
  for (const { path, code, message } of skipped) print.note(`${path}: ${code}: ${message}`);
}

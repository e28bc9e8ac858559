import type { BundleDto, BundlePlanDto } from '@hal0/setup';
import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { printBundlePlan } from '../../bundles/print-plan.js';
import { UnreadableError } from '../../cli.errors.js';
import type { CommandContext } from '../../command-context.js';
import { unreadable } from '../../files/unreadable-file.js';
import { examples } from '../../terminal/help-text.js';

export function defineBundleImport(bundle: Command, context: CommandContext): void {
  const { print } = context;
  const load = bundle
    .command('import')
    .description('put a bundle from a file beside the others; it is not applied by that')
    .argument('<file>', 'what hal0 bundle export has printed')
    .option('--preview', 'tell what importing and applying it would do; nothing is kept')
    .action(async (file: string, { preview }: { preview?: boolean }) => {
      const body = await manifestIn(file);
      if (preview) {
        const plan = await context.ask<BundlePlanDto>('api/bundles/import/preview', { method: 'POST', body });
        return context.show(plan, () => {
          print.line(print.bold(plan.name));
          printBundlePlan(print, plan);
        });
      }
      const made = await context.ask<BundleDto>('api/bundles/import', { method: 'POST', body });
      context.show(made, () => {
        print.line(`${made.name} is imported as ${made.id}${made.reason === null ? '' : `, and ${made.reason}`}`);
        print.note(print.dim(`Next: hal0 bundle show ${made.id}, then: hal0 bundle apply ${made.id}`));
      });
    });
  examples(load, ['hal0 bundle import office-box.json --preview', 'hal0 bundle import office-box.json']);
}

/** @throws UnreadableError when the file is not there, or no JSON */
async function manifestIn(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new UnreadableError('bundle.invalid', `${file} is no bundle: it is not JSON.`);
    throw unreadable(file, error);
  }
}

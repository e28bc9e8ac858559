import type { Model } from '@hal0/registry';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.js';
import { bytes, none } from '../terminal/units.js';

export function addModelList(model: Command, context: CommandContext): void {
  model
    .command('list')
    .alias('ls')
    .description('the models this box knows')
    .action(async (_options: unknown, command: Command) => {
      const models = await context.withApi(command, (api) => api.call<Model[]>('api/models'));
      if (context.wantsJson(command)) return context.print.json(models);
      if (models.length === 0)
        return context.print.line('No models yet. For a toy to try things with: hal0 bundle apply hal0-demo');
      context.print.table(
        ['MODEL', 'TYPE', 'SIZE', 'CONTEXT', 'ARCHITECTURE', 'LICENSE'],
        models.map((one) => [
          one.toy ? `${one.id} ${context.print.dim('(toy)')}` : one.id,
          one.type,
          bytes(one.sizeBytes),
          one.contextLength === null ? none : String(one.contextLength),
          one.architecture ?? none,
          one.license ?? none,
        ]),
      );
    });
}

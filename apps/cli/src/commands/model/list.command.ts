import type { ModelDto } from '@hal0/registry';
import { Option, type Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { withQuery } from '../../logs/journal-options.js';
import { modelState } from '../../models/model-state.js';
import { examples } from '../../terminal/help-text.js';
import { bytes, none } from '../../terminal/units.js';
import { MODEL_STATES, MODEL_TYPES } from '../../vocabulary.js';

interface ListOptions {
  type?: string;
  label?: string;
  state?: string;
}

export function defineModelList(model: Command, context: CommandContext): void {
  const { print } = context;
  const list = model
    .command('list')
    .alias('ls')
    .description('the models this box knows, and which slots have them')
    .argument('[text]', 'only those with this in their id, name, architecture, repository or a label')
    .addOption(new Option('--type <type>', 'only those of this type').choices(MODEL_TYPES))
    .option('--label <label>', 'only those with this ability, such as vision')
    .addOption(new Option('--state <state>', 'only those whose files are in this state').choices(MODEL_STATES))
    .action(async (text: string | undefined, options: ListOptions) => {
      const isFiltered = text !== undefined || Object.keys(options).length > 0;
      const models = await context.ask<ModelDto[]>(withQuery('api/models', { q: text, ...options }));
      context.show(models, () => {
        if (models.length === 0) return print.line(isFiltered ? 'No model is like that.' : NOTHING_YET);
        print.table(
          ['MODEL', 'TYPE', 'STATE', 'SIZE', 'QUANT', 'CONTEXT', 'USED BY', 'LICENSE'],
          models.map((one) => [
            one.toy ? `${one.id} ${print.dim('(toy)')}` : one.id,
            one.type,
            modelState(print, one.state),
            one.path === null ? none : bytes(one.sizeBytes),
            one.facts?.quantization ?? none,
            one.contextLength === null ? none : String(one.contextLength),
            one.usedBy.join(', ') || none,
            one.license ?? none,
          ]),
        );
      });
    });
  examples(list, ['hal0 model list', 'hal0 model list qwen --type llm', 'hal0 model list --state missing']);
}

const NOTHING_YET =
  'No models yet. What this box has room for: hal0 bundle list. A toy to try things with: hal0 bundle apply hal0-demo';

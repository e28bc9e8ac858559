import type { ModelDto } from '@hal0/registry';
import { Option, type Command } from 'commander';
import { resolve } from 'node:path';
import { UsageError } from '../../cli.errors.js';
import type { CommandContext } from '../../command-context.js';
import { examples } from '../../terminal/help-text.js';
import { collectedNames } from '../../terminal/option-values.js';
import { bytes } from '../../terminal/units.js';
import { MODEL_TYPES } from '../../vocabulary.js';

interface AddOptions {
  id?: string;
  name?: string;
  type?: string;
  labels?: string[];
  flm?: string;
}

export function defineModelAdd(model: Command, context: CommandContext): void {
  const { print } = context;
  const add = model
    .command('add')
    .description('make a model file known that is on this box; it is looked at, and stays where it is')
    .argument('[file]', 'the model file; the first part of a split one')
    .option('--id <id>', "what clients call it; made from the file's name without this")
    .option('--name <name>', 'what people call it')
    .addOption(new Option('--type <type>', 'what it is for, where the file does not tell').choices(MODEL_TYPES))
    .addOption(new Option('--labels <labels...>', 'what else it can do, such as vision').argParser(collectedNames))
    .option('--flm <checkpoint>', 'in place of a file: a model that FastFlowLM keeps, such as qwen3:0.6b')
    .action(async (file: string | undefined, { flm, ...about }: AddOptions) => {
      if ((file === undefined) === (flm === undefined))
        throw new UsageError('Name a model file, or a model of FastFlowLM with --flm.');
      const place = file === undefined ? { recipe: 'flm', checkpoint: flm } : { path: resolve(file) };
      const body = { ...about, ...place };
      const added = await context.ask<ModelDto>('api/models', { method: 'POST', body, waiting: 'looking at the file' });
      context.show(added, () => {
        const size = added.path === null ? [] : [bytes(added.sizeBytes)];
        print.line(`${added.id} is known: ${[added.type, ...size].join(', ')}`);
        print.note(print.dim(`Next: hal0 model assign ${added.id} --slot <slot>`));
      });
    });
  examples(add, [
    'hal0 model add /mnt/models/qwen3-4b-q4_k_m.gguf',
    'hal0 model add ./ggml-base.bin --id whisper-base --type transcription',
    'hal0 model add --flm qwen3:0.6b --type llm',
  ]);
}

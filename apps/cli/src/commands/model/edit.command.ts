import type { ModelDto } from '@hal0/registry';
import type { Command } from 'commander';
import { UsageError } from '../../cli.errors.js';
import type { CommandContext } from '../../command-context.js';
import { modelPath } from '../../models/model-path.js';
import { assignments } from '../../terminal/assignments.js';
import { withFieldNames } from '../../terminal/field-names.js';
import { examples, remark } from '../../terminal/help-text.js';
import { collected } from '../../terminal/option-values.js';

/** Fields that stand one level deeper in the API. */
const DEFAULTS: ReadonlySet<string> = new Set(['contextSize', 'gpuLayers', 'parallel']);

export function defineModelEdit(model: Command, context: CommandContext): void {
  const edit = model
    .command('edit')
    .description('change what is said about a model; a slot that it concerns loads the model anew, once nobody uses it')
    .argument('<model>', 'its id')
    .option('-s, --set <field=value>', 'a field to change, once for each; "null" clears it', collected, [])
    .action(async (id: string, { set }: { set: string[] }) => {
      if (set.length === 0) throw new UsageError('Nothing is to be changed: say what, e.g. --set context_size=8192.');
      const body = patchOf(withFieldNames(await assignments(set, 'context_size=8192')));
      const changed = await context.ask<ModelDto>(modelPath(id), { method: 'PATCH', body });
      context.show(changed, () => context.print.line(`${changed.id} is changed: ${set.join(', ')}`));
    });
  remark(
    edit,
    'Fields: name, type, labels, license, path (where its file is now), and what slots load it with where neither they nor their profile say: context_size, gpu_layers, parallel.',
  );
  examples(edit, [
    'hal0 model edit qwen3.5-0.8b --set context_size=8192 --set parallel=2',
    'hal0 model edit qwen3.5-0.8b --set name="The small one" --set labels=\'["tool-calling"]\'',
    'hal0 model edit qwen3.5-0.8b --set path=/mnt/models/qwen.gguf   # its file has moved',
  ]);
}

function patchOf(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(fields);
  const defaults = entries.filter(([name]) => DEFAULTS.has(name));
  const others = Object.fromEntries(entries.filter(([name]) => !DEFAULTS.has(name)));
  return defaults.length ? { ...others, defaults: Object.fromEntries(defaults) } : others;
}

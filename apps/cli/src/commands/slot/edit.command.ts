import type { SlotDto, UpdateSlotDto } from '@hal0/slots';
import type { Command } from 'commander';
import { UsageError } from '../../cli.errors.js';
import type { CommandContext } from '../../command-context.js';
import { fallbackOptions, type FallbackOptions } from '../../slots/fallback-options.js';
import { slotPath } from '../../slots/slot-path.js';
import { assignments } from '../../terminal/assignments.js';
import { optionName, withFieldNames } from '../../terminal/field-names.js';
import { examples } from '../../terminal/help-text.js';
import { collected } from '../../terminal/option-values.js';

interface EditOptions extends FallbackOptions {
  set: string[];
}

export function defineSlotEdit(slot: Command, context: CommandContext): void {
  const edit = fallbackOptions(
    slot
      .command('edit')
      .description('change what a slot is; a loaded model that it concerns is loaded again')
      .argument('<slot>', 'its name')
      .option(
        '-s, --set <field=value>',
        'a field to change, once for each; "null" goes back to the default',
        collected,
        [],
      ),
  )
    .option('--no-local-only', 'its fallback may leave this machine again')
    .action(async (name: string, { set, ...said }: EditOptions) => {
      const patch: UpdateSlotDto = { ...withFieldNames(await assignments(set, 'context_size=8192')), ...said };
      if (Object.keys(patch).length === 0)
        throw new UsageError('Nothing is to be changed: say what, e.g. --set context_size=8192.');
      const changed = await context.ask<SlotDto>(slotPath(name), { method: 'PATCH', body: patch });
      const told = [...set, ...Object.entries(said).map(([field, value]) => `${optionName(field)}=${String(value)}`)];
      context.show(changed, () => context.print.line(`${changed.name} is changed: ${told.join(', ')}`));
    });
  examples(edit, [
    'hal0 slot edit primary --set context_size=8192 --set parallel=2',
    'hal0 slot edit embed --set enabled=false',
    'hal0 slot edit primary --set labels=\'["tool-calling"]\'',
    'hal0 slot edit primary --fallback small openai/gpt-4o-mini --fallback-after-seconds 5',
    'hal0 slot edit primary --set fallback=null   # no chain any more',
    'hal0 slot edit primary --local-only',
  ]);
}

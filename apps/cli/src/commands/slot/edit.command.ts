import type { SlotDto, UpdateSlotDto } from '@hal0/slots';
import type { Command } from 'commander';
import { UsageError } from '../../cli.errors.js';
import type { CommandContext } from '../../command-context.js';
import { slotPath } from '../../slots/slot-path.js';
import { examples } from '../../terminal/help-text.js';
import { collected } from '../../terminal/option-values.js';
import { plainValue } from '../../terminal/plain-value.js';

export function defineSlotEdit(slot: Command, context: CommandContext): void {
  const edit = slot
    .command('edit')
    .description('change what a slot is; a loaded model that it concerns is loaded again')
    .argument('<slot>', 'its name')
    .requiredOption(
      '-s, --set <field=value>',
      'a field to change, once for each; "null" goes back to the default',
      collected,
    )
    .action(async (name: string, { set }: { set: string[] }) => {
      const patch: UpdateSlotDto = Object.fromEntries(await Promise.all(set.map(assignment)));
      const changed = await context.ask<SlotDto>(slotPath(name), { method: 'PATCH', body: patch });
      context.show(changed, () => context.print.line(`${changed.name} is changed: ${set.join(', ')}`));
    });
  examples(edit, [
    'hal0 slot edit primary --set context_size=8192 --set parallel=2',
    'hal0 slot edit embed --set enabled=false',
    'hal0 slot edit primary --set labels=\'["tool-calling"]\'',
  ]);
}

/** `context_size=8192` as the API's name and the value meant. */
async function assignment(text: string): Promise<[string, unknown]> {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`"${text}" sets nothing: write field=value, e.g. --set context_size=8192.`);
  const field = text.slice(0, at).replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return [field, await plainValue(text.slice(at + 1))];
}

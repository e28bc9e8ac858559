import type { SlotDto, UpdateSlotDto } from '@hal0/slots';
import type { Command } from 'commander';
import type { ApiClient } from '../../api/api-client.js';
import type { CommandContext } from '../../command-context.js';
import { modelPath } from '../../model-path.js';
import { slotPath } from '../../slots/slot-path.js';
import { examples } from '../../terminal/help-text.js';

export function defineModelRemove(model: Command, context: CommandContext): void {
  const remove = model
    .command('rm')
    .alias('remove')
    .description('forget a model; its file stays where it is')
    .argument('<model>', 'its id')
    .option('-f, --force', 'take it away from the slots that use it first')
    .action(async (id: string, { force }: { force?: boolean }) => {
      await context.withApi(async (api) => {
        if (force) await takeFromSlots(api, id);
        await api.call(modelPath(id), { method: 'DELETE' });
      });
      context.show({ removed: id }, () => context.print.line(`${id} is forgotten; its file stays`));
    });
  examples(remove, ['hal0 model rm hal0-demo-chat', 'hal0 model rm hal0-demo-chat --force']);
}

async function takeFromSlots(api: ApiClient, id: string): Promise<void> {
  const slots = await api.call<SlotDto[]>('api/slots');
  const patch: UpdateSlotDto = { model: null };
  for (const { name } of slots.filter(({ model }) => model === id))
    await api.call(slotPath(name), { method: 'PATCH', body: patch });
}

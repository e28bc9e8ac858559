import type { ProxmoxRemovedDto } from '@hal0/hardware';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { examples } from '../../terminal/help-text.js';

export function defineProxmoxRemove(proxmox: Command, context: CommandContext): void {
  const remove = proxmox
    .command('remove')
    .alias('rm')
    .description('forget the host and its token')
    .action(async () => {
      const removed = await context.ask<ProxmoxRemovedDto>('api/settings/proxmox', { method: 'DELETE' });
      context.show(removed, () =>
        context.print.line(removed.existed ? 'The Proxmox host is forgotten' : 'There was none to forget'),
      );
    });
  examples(remove, ['hal0 proxmox remove']);
}

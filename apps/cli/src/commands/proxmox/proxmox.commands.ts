import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { examples } from '../../terminal/help-text.js';
import { defineProxmoxRemove } from './remove.command.js';
import { defineProxmoxSet } from './set.command.js';
import { defineProxmoxShow } from './show.command.js';
import { defineProxmoxTest } from './test.command.js';

export function defineProxmox(proxmox: Command, context: CommandContext): void {
  examples(proxmox, ['hal0 proxmox show', 'hal0 proxmox set --host pve.lan --user hal0@pve --token-name hal0']);
  defineProxmoxShow(proxmox, context);
  defineProxmoxSet(proxmox, context);
  defineProxmoxTest(proxmox, context);
  defineProxmoxRemove(proxmox, context);
}

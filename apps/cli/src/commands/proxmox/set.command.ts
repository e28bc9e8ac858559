import type { ProxmoxSettingsDto, SaveProxmoxDto } from '@hal0/hardware';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { examples } from '../../terminal/help-text.js';
import { secretFrom } from '../../terminal/prompt.js';
import { proxmoxOptions, TOKEN_QUESTION, type ProxmoxOptions } from './proxmox-options.js';

export function defineProxmoxSet(proxmox: Command, context: CommandContext): void {
  const { print, terminal } = context;
  const set = proxmox
    .command('set')
    .description('name the host; the token is piped in or typed unseen')
    .action(async ({ keepToken, ...options }: ProxmoxOptions & { keepToken?: boolean }) => {
      const token = keepToken ? {} : { tokenValue: await secretFrom(terminal, TOKEN_QUESTION) };
      const body: SaveProxmoxDto = { ...options, ...token };
      const saved = await context.ask<ProxmoxSettingsDto>('api/settings/proxmox', { method: 'PUT', body });
      context.show(saved, () => {
        print.line(`${saved.host} is set${saved.status.ok ? ` and answers: node ${saved.status.node}` : ''}`);
        if (!saved.status.ok && saved.status.error) print.line(`${print.state('warning')}  ${saved.status.error}`);
        for (const warning of saved.warnings) print.line(`${print.state('warning')}  ${warning}`);
      });
    });
  proxmoxOptions(set).option('--keep-token', 'keep the token that is stored');
  examples(set, [
    'hal0 proxmox set --host pve.lan --user hal0@pve --token-name hal0',
    'pass show pve | hal0 proxmox set --host pve.lan --user hal0@pve --token-name hal0 --verify-ssl',
  ]);
}

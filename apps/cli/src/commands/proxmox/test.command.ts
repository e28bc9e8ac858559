import type { ProxmoxTestDto, SaveProxmoxDto } from '@hal0/hardware';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { EXIT } from '../../exit-codes.js';
import { examples } from '../../terminal/help-text.js';
import { secretFrom } from '../../terminal/prompt.js';
import { mebibytes } from '../../terminal/units.js';
import { proxmoxOptions, TOKEN_QUESTION, type ProxmoxOptions } from './proxmox-options.js';

export function defineProxmoxTest(proxmox: Command, context: CommandContext): void {
  const { print, terminal } = context;
  const test = proxmox
    .command('test')
    .description('try an address and a token; nothing is stored')
    .action(async (options: ProxmoxOptions) => {
      const body: SaveProxmoxDto = { ...options, tokenValue: await secretFrom(terminal, TOKEN_QUESTION) };
      const path = 'api/settings/proxmox/test';
      const found = await context.ask<ProxmoxTestDto>(path, { method: 'POST', body, waiting: 'asking Proxmox' });
      if (!found.ok) context.exitCode = EXIT.failed;
      context.show(found, () => {
        if (!found.ok) return print.line(`${print.state('failed')}: ${found.error}`);
        const memory = found.hostMemTotalMib === null ? '' : `, ${mebibytes(found.hostMemTotalMib)} of memory`;
        print.line(`${print.state('ok')}: node ${found.node}${memory}, ${found.tenantsTotal ?? 0} guests`);
      });
    });
  proxmoxOptions(test);
  examples(test, ['hal0 proxmox test --host pve.lan --user hal0@pve --token-name hal0']);
}

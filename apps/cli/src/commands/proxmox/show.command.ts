import type { ProxmoxSettingsDto } from '@hal0/hardware';
import type { Command } from 'commander';
import type { CommandContext } from '../../command-context.js';
import { examples } from '../../terminal/help-text.js';
import { mebibytes } from '../../terminal/units.js';

const DETECTED = {
  detected: 'This box looks like a guest of Proxmox.',
  uncertain: 'This box may be a guest of Proxmox.',
  not_detected: 'This box does not look like a guest of Proxmox.',
};

export function defineProxmoxShow(proxmox: Command, context: CommandContext): void {
  const { print } = context;
  const show = proxmox
    .command('show')
    .description('how the host is reached, and what it says')
    .action(async () => {
      const settings = await context.ask<ProxmoxSettingsDto>('api/settings/proxmox', { waiting: 'asking Proxmox' });
      const { status } = settings;
      context.show(settings, () => {
        if (!settings.configured) {
          print.line(`No Proxmox host is set. ${DETECTED[settings.detection]}`);
          return print.line('To set one: hal0 proxmox set --host <address> --user <user@realm> --token-name <name>');
        }
        print.facts([
          ['host', `${settings.host}:${settings.port}`],
          ['as', `${settings.user}, token ${settings.tokenName}${settings.tokenValueSet ? '' : ' without a value'}`],
          ['certificate', settings.verifySsl ? 'checked' : 'not checked'],
          ['state', status.ok ? print.state('ok') : `${print.state('error')}: ${status.error}`],
          ['node', status.node && `${status.node}${status.nodeNote ? ` (${status.nodeNote})` : ''}`],
          ['memory', memoryText(status.hostMemTotalMib, status.hostMemFreeMib)],
          [
            'guests',
            status.tenantsTotal === null ? null : `${status.tenantsRunning} of ${status.tenantsTotal} running`,
          ],
        ]);
        for (const warning of settings.warnings) print.line(`${print.state('warning')}  ${warning}`);
      });
    });
  examples(show, ['hal0 proxmox show', 'hal0 proxmox show --json | jq .status.tenants']);
}

const memoryText = (total: number | null, free: number | null): string | null =>
  total === null ? null : `${mebibytes(total)}, ${mebibytes(free ?? 0)} free`;

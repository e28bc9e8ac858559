import type { SaveProxmoxDto } from '@hal0/hardware';
import { Option, type Command } from 'commander';
import { portNumber } from '../../terminal/option-values.js';

const DEFAULT_PORT = 8006;

/** Where Proxmox is, and as whom to ask it; everything but the token's value. */
export type ProxmoxOptions = Omit<SaveProxmoxDto, 'tokenValue'>;

export const TOKEN_QUESTION = 'Value of the API token';

export function proxmoxOptions(command: Command): Command {
  return command
    .requiredOption('--host <address>', 'name or address of the host')
    .addOption(new Option('--port <number>', 'its port').argParser(portNumber).default(DEFAULT_PORT))
    .requiredOption('--user <user@realm>', 'e.g. hal0@pve')
    .requiredOption('--token-name <name>', 'name of the API token; it needs the role PVEAuditor on /')
    .option('--verify-ssl', 'refuse a certificate that this box does not trust', false);
}

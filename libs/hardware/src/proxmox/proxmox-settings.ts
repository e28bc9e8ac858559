import { addressProblem } from './proxmox-address.js';

/** Where Proxmox is, and as whom it is asked. */
export interface ProxmoxSettings {
  /** Name or address. */
  host: string;
  port: number;
  /** Whether the host's certificate must be one that this machine trusts. */
  verifySsl: boolean;
  /** With its realm, e.g. `root@pam`. */
  user: string;
  tokenName: string;
  tokenValue: string;
}

const USER = /^[^\s!=@:/]+@[A-Za-z][\w.-]*$/;
const TOKEN_NAME = /^[A-Za-z][\w.-]*$/;
/** What may stand in a header. */
const TOKEN_VALUE = /^[\x21-\x7e]+$/;

/** What is wrong with settings, by field; empty when they can be used. */
export function settingsProblems(settings: Omit<ProxmoxSettings, 'tokenValue'> & Partial<ProxmoxSettings>) {
  const { host, user, tokenName, tokenValue } = settings;
  const problems: Record<string, string> = {};
  const address = addressProblem(host);
  if (address) problems['host'] = address;
  if (!USER.test(user)) problems['user'] = 'write the user with its realm, e.g. root@pam';
  if (!TOKEN_NAME.test(tokenName)) {
    problems['tokenName'] =
      'write only the name of the token, the part between "!" and "="; it holds letters, digits, ".", "_" and "-"';
  }
  if (tokenValue && !TOKEN_VALUE.test(tokenValue))
    problems['tokenValue'] = 'it holds spaces or characters that cannot be sent';
  return problems;
}

/**
 * The text of proxmox.json; undefined when it is not what hal0 writes.
 * Source of the shape: reference 8.6, `proxmox {host, port, verify_ssl, service}`, `auth {user, token_name, token_value}`.
 */
export function parseSettingsFile(text: string): ProxmoxSettings | undefined {
  const file = parseJson(text) as
    { proxmox?: Record<string, unknown>; auth?: Record<string, unknown> } | null | undefined;
  const { host, port = 8006, verify_ssl: verifySsl = false } = file?.proxmox ?? {};
  const { user, token_name: tokenName, token_value: tokenValue } = file?.auth ?? {};
  if (typeof host !== 'string' || typeof user !== 'string') return undefined;
  if (typeof tokenName !== 'string' || typeof tokenValue !== 'string' || !tokenValue) return undefined;
  if (!isPort(port) || typeof verifySsl !== 'boolean') return undefined;
  const settings = { host, port, verifySsl, user, tokenName, tokenValue };
  return Object.keys(settingsProblems(settings)).length ? undefined : settings;
}

export function formatSettingsFile({ host, port, verifySsl, user, tokenName, tokenValue }: ProxmoxSettings): string {
  const file = {
    proxmox: { host, port, verify_ssl: verifySsl, service: 'PVE' },
    auth: { user, token_name: tokenName, token_value: tokenValue },
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

function isPort(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) > 0 && (value as number) < 65_536;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

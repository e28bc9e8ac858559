import type { ProxmoxSettings } from './proxmox-settings.js';

/** What went wrong, without anything that the host has said. */
export interface ProxmoxFailure {
  /** HTTP status of an answer that cannot be used. */
  status?: number;
  /** Code of a system, TLS or client error. */
  code?: string | undefined;
  timedOut?: boolean;
}

const BY_STATUS: Readonly<Record<number, string>> = {
  200: 'does not answer like Proxmox. Check host and port; the API is on the port of the web interface, usually 8006.',
  401: 'refuses the token. Check user, realm, token name and value.',
  403: 'does not let the token look. Give it the role PVEAuditor on "/".',
};

const BY_CODE: Readonly<Record<string, string>> = {
  ADDRESS_REFUSED: 'is at an address that is not asked: link-local, multicast or unspecified.',
  ECONNREFUSED: 'refuses connections. Check the port; it is that of the web interface, usually 8006.',
  ECONNRESET: 'closed the connection. Check the port; it is that of the web interface, usually 8006.',
  UND_ERR_SOCKET: 'closed the connection. Check the port; it is that of the web interface, usually 8006.',
  ENOTFOUND: 'is not a name that can be resolved here. Check it, or enter the address.',
  EAI_AGAIN: 'cannot be resolved now. Check the name service of this machine, or enter the address.',
  EHOSTUNREACH: 'cannot be reached from here. Check that it runs, and the network between.',
  ENETUNREACH: 'cannot be reached from here. Check the network of this machine.',
  EPROTO: 'does not speak TLS. Check the port; it is that of the web interface, usually 8006.',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'answers with more than Proxmox ever would. Check host and port.',
};

const CERTIFICATE = /CERT|ALTNAME|LEAF_SIGNATURE/;

/** One sentence on what went wrong, and one on what to do. */
export function failureText({ host, port }: ProxmoxSettings, { status, code = '', timedOut }: ProxmoxFailure): string {
  return `${host}:${port} ${timedOut ? 'did not answer within 3 seconds. Check that it runs.' : reason(status, code)}`;
}

function reason(status: number | undefined, code: string): string {
  if (status !== undefined) return BY_STATUS[status] ?? `answered with HTTP ${status}. Check host and port.`;
  if (BY_CODE[code]) return BY_CODE[code];
  if (code.startsWith('ERR_SSL')) return reason(undefined, 'EPROTO');
  if (CERTIFICATE.test(code)) {
    return `has a certificate that this machine does not trust (${code}). Trust its authority here, or turn the check off.`;
  }
  return `could not be asked${code ? ` (${code})` : ''}. Check host, port and network.`;
}

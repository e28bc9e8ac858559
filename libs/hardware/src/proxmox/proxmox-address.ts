import { isRefusedAddress } from '@hal0/platform';
import { isIP } from 'node:net';

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,62})?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,62})?)*\.?$/i;

/** Why `host` cannot be asked; undefined when it can. A name is looked at again when it has been resolved. */
export function addressProblem(host: string): string | undefined {
  if (!isIP(host) && !HOST_NAME.test(host)) {
    return 'write only the name or the address: no scheme, user, port or path';
  }
  const address = asAsked(host);
  return isIP(address) && isRefusedAddress(address)
    ? 'link-local, multicast and unspecified addresses are not asked'
    : undefined;
}

/** What a connection would be made to: addresses have other spellings too, such as 0xa9fea9fe and 2852039166. */
function asAsked(host: string): string {
  // A zone belongs to a link-local address, and no URL can hold one.
  if (host.includes('%')) return host;
  const { hostname } = new URL(originOf(host, 443));
  return hostname.replaceAll(/[[\]]/g, '').replace(/\.$/, '');
}

/** `https://pve.local:8006`, `https://[fd00::1]:8006`. */
export function originOf(host: string, port: number): string {
  return `https://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}

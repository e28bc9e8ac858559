import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/**
 * Addresses that are never asked: link-local ones, where clouds keep the credentials of a machine, and those that are no
 * machine at all. Private and loopback addresses are allowed: that is where a Proxmox host is.
 */
const REFUSED = new BlockList();
REFUSED.addSubnet('169.254.0.0', 16);
REFUSED.addAddress('100.100.100.200');
REFUSED.addSubnet('0.0.0.0', 8);
REFUSED.addSubnet('224.0.0.0', 3);
REFUSED.addAddress('::', 'ipv6');
REFUSED.addSubnet('fe80::', 10, 'ipv6');
REFUSED.addSubnet('ff00::', 8, 'ipv6');
REFUSED.addAddress('fd00:ec2::254', 'ipv6');

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,62})?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,62})?)*\.?$/i;

/** Why `host` cannot be asked; undefined when it can. A name is looked at again when it has been resolved. */
export function addressProblem(host: string): string | undefined {
  if (!isIP(host) && !HOST_NAME.test(host)) {
    return 'write only the name or the address: no scheme, user, port or path';
  }
  const address = asAsked(host);
  return isIP(address) && isRefused(address)
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

/** The name led to an address that is not asked. */
export class AddressRefusedError extends Error {
  readonly code = 'ADDRESS_REFUSED';
}

/** Resolves names as usual, but not to an address that is not asked. */
export const guardedLookup: LookupFunction = (name, options, callback) => {
  lookup(name, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '');
    const refused = addresses.find(({ address }) => isRefused(address));
    const [first] = addresses;
    if (refused || !first) return callback(new AddressRefusedError(`${name} is ${refused?.address}`), '');
    if (options.all) return callback(null, addresses);
    callback(null, first.address, first.family);
  });
};

function isRefused(address: string): boolean {
  // A zone belongs to a link-local address.
  if (address.includes('%')) return true;
  return REFUSED.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

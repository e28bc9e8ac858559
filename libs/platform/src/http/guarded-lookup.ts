import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Of IPv4, with their prefixes: where clouds keep the credentials of a machine, and what is no machine at all. */
const REFUSED_IPV4: readonly (readonly [network: string, prefix: number])[] = [
  ['169.254.0.0', 16],
  // Alibaba, Oracle and Azure have theirs outside the link-local addresses.
  ['100.100.100.200', 32],
  ['192.0.0.192', 32],
  ['168.63.129.16', 32],
  ['0.0.0.0', 8],
  ['224.0.0.0', 3],
];
/** Link-local, multicast and unspecified; Amazon's and Google's; and what a network of one's own translates to IPv4 (RFC 8215). */
const REFUSED_IPV6: readonly (readonly [network: string, prefix: number])[] = [
  ['::', 128],
  ['fe80::', 10],
  ['ff00::', 8],
  ['fd00:ec2::', 32],
  ['fd20:ce::254', 128],
  ['64:ff9b:1::', 48],
];

/** Addresses that are never asked. Private and loopback ones are allowed: that is where people's own servers are. */
const REFUSED = new BlockList();
for (const [network, prefix] of REFUSED_IPV4) {
  REFUSED.addSubnet(network, prefix);
  const [a = 0, b = 0, c = 0, d = 0] = network.split('.').map(Number);
  const words = `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  // The same address inside one of IPv6: as a translator writes it (RFC 6052), 6to4 (RFC 3056), and the form of old.
  REFUSED.addSubnet(`64:ff9b::${words}`, 96 + prefix, 'ipv6');
  REFUSED.addSubnet(`2002:${words}::`, 16 + prefix, 'ipv6');
  if (a !== 0) REFUSED.addSubnet(`::${words}`, 96 + prefix, 'ipv6');
}
for (const [network, prefix] of REFUSED_IPV6) REFUSED.addSubnet(network, prefix, 'ipv6');

/** The name led to an address that is not asked. */
export class AddressRefusedError extends Error {
  readonly code = 'ADDRESS_REFUSED';
}

/** Whether an address, written as the resolver does, is one that hal0 never connects to. */
export function isRefusedAddress(address: string): boolean {
  // A zone belongs to a link-local address.
  if (address.includes('%')) return true;
  return REFUSED.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** Resolves names as usual, but not to an address that `refuses`; names may lie, and say another address each time. */
export function guardedLookupFor(refuses: (address: string) => boolean): LookupFunction {
  return (name, options, callback) => {
    lookup(name, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '');
      const refused = addresses.find(({ address }) => refuses(address));
      const [first] = addresses;
      if (refused || !first) return callback(new AddressRefusedError(`${name} is ${refused?.address}`), '');
      if (options.all) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };
}

/** Refuses what nobody may be asked at. */
export const guardedLookup = guardedLookupFor(isRefusedAddress);

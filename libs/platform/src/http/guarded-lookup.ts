import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/**
 * Addresses that are never asked: link-local ones, where clouds keep the credentials of a machine, and those that are no
 * machine at all. Private and loopback addresses are allowed: that is where people's own servers are.
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
// The same link-local addresses as a translator between IPv6 and IPv4 writes them (RFC 6052).
REFUSED.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6');

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

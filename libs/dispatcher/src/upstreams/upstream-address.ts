import { isRefusedAddress } from '@hal0/platform';
import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8);
LOOPBACK.addAddress('::1', 'ipv6');

/** Ports on which this machine's own hal0 and its model servers listen. */
export type OwnPorts = () => ReadonlySet<number>;

/**
 * Why an upstream must not be at this address; undefined when it may. A name is looked at again when it has been resolved.
 * @param url an address that the schema of the settings admits
 */
export function addressProblem(url: string, ownPorts: OwnPorts): string | undefined {
  // URL writes every spelling of an IPv4 address, such as 0xa9fea9fe, in the usual one.
  const { hostname } = new URL(url);
  const host = hostname.replaceAll(/[[\]]/g, '').replace(/\.$/, '');
  if (isIP(host)) return problemOfAddress(host, portOf(url), ownPorts);
  const isSelf = (host === 'localhost' || host.endsWith('.localhost')) && ownPorts().has(portOf(url));
  return isSelf ? OWN : undefined;
}

/** The same for an address that a name was resolved to. */
export function problemOfAddress(address: string, port: number, ownPorts: OwnPorts): string | undefined {
  if (isRefusedAddress(address)) return 'link-local, multicast and unspecified addresses are never asked';
  return ownPorts().has(port) && isOfThisMachine(address) ? OWN : undefined;
}

export function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return port ? Number(port) : protocol === 'https:' ? 443 : 80;
}

const OWN = 'hal0 itself, or a model server of its own, listens there, and a request would go in circles';

function isOfThisMachine(address: string): boolean {
  if (LOOPBACK.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')) return true;
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  return Object.values(networkInterfaces()).some((each) => each?.some((one) => one.address === plain));
}

import { guardedLookupFor, isRefusedAddress } from '@hal0/platform';
import { BlockList, isIP, type LookupFunction } from 'node:net';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8);
LOOPBACK.addAddress('::1', 'ipv6');

const isLoopback = (address: string): boolean => LOOPBACK.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

/**
 * Where files may be fetched from: anywhere but where clouds keep credentials, and this machine only when the hub that the
 * operator has set is on it.
 */
export class HubAddresses {
  readonly lookup: LookupFunction;
  private readonly hubIsHere: boolean;

  constructor(hubUrl: URL) {
    this.hubIsHere = hubUrl.hostname === 'localhost' || isLoopback(bare(hubUrl.hostname));
    this.lookup = guardedLookupFor((address) => this.refuses(address));
  }

  /** Why an address is not asked, without a full stop; undefined when it is. Names are judged when they are resolved. */
  problemOf({ protocol, hostname, username, password }: URL): string | undefined {
    if (protocol !== 'https:' && protocol !== 'http:') return 'only http and https are understood';
    if (username || password) return 'an address with a user name or password in it is not used';
    const host = bare(hostname);
    return isIP(host) && this.refuses(host) ? 'this address is not for models' : undefined;
  }

  private refuses(address: string): boolean {
    return isRefusedAddress(address) || (!this.hubIsHere && isLoopback(address));
  }
}

/** An IPv6 address without its brackets. */
const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');

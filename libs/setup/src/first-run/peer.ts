import type { IncomingHttpHeaders } from 'node:http';
import { BlockList, isIPv4 } from 'node:net';

/** What is looked at of a request, whatever framework brings it. */
export interface PeerRequest {
  method: string;
  headers: IncomingHttpHeaders;
  socket: { remoteAddress?: string | undefined };
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8);
LOOPBACK.addAddress('::1', 'ipv6');

/** What proxies say of themselves and of whom they speak for. */
const HANDED_ON = /^(?:x-forwarded-.+|forwarded|via|x-real-ip|x-client-ip|true-client-ip|cf-connecting-ip)$/;

/** Whether a request was made on this box. What a proxy on this box hands on was made by who knows whom. */
export function isFromHere({ headers, socket }: PeerRequest): boolean {
  if (Object.keys(headers).some((name) => HANDED_ON.test(name))) return false;
  const address = (socket.remoteAddress ?? '').replace(/^::ffff:/i, '');
  return LOOPBACK.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}

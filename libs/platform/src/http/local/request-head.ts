import { validateHeaderValue } from 'node:http';
import type { LocalAddress } from './local-connection.js';

const PATH = /^\/[!-~]*$/;

/**
 * The head of a request with a body of that many bytes.
 * @param headers names and values in turn
 * @throws TypeError for what may not stand in a head (RFC 9110, section 5.5)
 */
export function requestHead(
  method: string,
  path: string,
  { host, port }: LocalAddress,
  headers: readonly string[],
  length: number,
): string {
  if (!PATH.test(path)) throw new TypeError(`The path ${JSON.stringify(path)} cannot be asked for.`);
  let head = `${method} ${path} HTTP/1.1\r\nhost: ${host.includes(':') ? `[${host}]` : host}:${port}\r\n`;
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index] as string;
    const value = headers[index + 1] as string;
    validateHeaderValue(name, value);
    head += `${name}: ${value}\r\n`;
  }
  return `${head}content-length: ${length}\r\n\r\n`;
}

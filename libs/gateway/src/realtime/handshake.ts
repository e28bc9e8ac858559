import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { HandshakeInvalidError, UpgradeRequiredError } from './realtime.errors.js';

/** Source: RFC 6455, 1.3. */
const WEBSOCKET_ID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
/** 16 bytes as base64. */
const KEY = /^[A-Za-z0-9+/]{22}==$/;
/** What OpenAI's clients in browsers offer; the others of their protocols carry a key, an organization, a project. */
const SUBPROTOCOL = 'realtime';
const KEY_PROTOCOL = 'openai-insecure-api-key.';

/**
 * Headers of the 101 answer, as a flat list of names and values. No extension is agreed on.
 * @throws UpgradeRequiredError, HandshakeInvalidError
 */
export function acceptHandshake(headers: IncomingHttpHeaders): string[] {
  if (headers['sec-websocket-version'] !== '13') throw new UpgradeRequiredError();
  const key = headers['sec-websocket-key'] ?? '';
  if (!KEY.test(key)) throw new HandshakeInvalidError();
  const accept = createHash('sha1')
    .update(key + WEBSOCKET_ID)
    .digest('base64');
  const answer = ['upgrade', 'websocket', 'connection', 'Upgrade', 'sec-websocket-accept', accept];
  if (offered(headers).includes(SUBPROTOCOL)) answer.push('sec-websocket-protocol', SUBPROTOCOL);
  return answer;
}

/** The key that a page in a browser, which can set no header, puts among the protocols it offers. */
export function keyAmongProtocols(headers: IncomingHttpHeaders): string | undefined {
  const found = offered(headers).find((protocol) => protocol.startsWith(KEY_PROTOCOL));
  return found?.slice(KEY_PROTOCOL.length) || undefined;
}

function offered({ 'sec-websocket-protocol': protocols }: IncomingHttpHeaders): string[] {
  return (protocols ?? '').split(',').map((protocol) => protocol.trim());
}

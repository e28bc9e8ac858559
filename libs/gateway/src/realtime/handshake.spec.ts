import { describe, expect, it } from '@jest/globals';
import { acceptHandshake, keyAmongProtocols } from './handshake.js';

/** The key and its answer are the example of RFC 6455, 1.3. */
const HEAD = { 'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' };

describe('acceptHandshake', () => {
  it('proves that it has understood, and agrees on nothing that was not offered', () => {
    const accepted = acceptHandshake({ ...HEAD, 'sec-websocket-extensions': 'permessage-deflate' });
    expect(accepted).toEqual([
      ...['upgrade', 'websocket', 'connection', 'Upgrade'],
      ...['sec-websocket-accept', 's3pPLMBiTxaQ9kYGzzhZRbK+xOo='],
    ]);
  });

  it('chooses realtime among the protocols that a page offers, and never the key', () => {
    const offered = 'realtime, openai-insecure-api-key.hal0_abc, openai-project.x';
    const accepted = acceptHandshake({ ...HEAD, 'sec-websocket-protocol': offered });
    expect(accepted.slice(-2)).toEqual(['sec-websocket-protocol', 'realtime']);
    expect(keyAmongProtocols({ 'sec-websocket-protocol': offered })).toBe('hal0_abc');
    expect(keyAmongProtocols({ 'sec-websocket-protocol': 'realtime' })).toBeUndefined();
    expect(acceptHandshake({ ...HEAD, 'sec-websocket-protocol': 'chat' })).not.toContain('sec-websocket-protocol');
  });

  it.each([
    [{ 'sec-websocket-version': '8' }, 'realtime.upgrade_required'],
    [{ 'sec-websocket-key': 'short' }, 'realtime.handshake_invalid'],
    [{ 'sec-websocket-key': `${'A'.repeat(21)}\n==` }, 'realtime.handshake_invalid'],
  ])('refuses %j', (changes, code) => {
    expect(() => acceptHandshake({ ...HEAD, ...changes })).toThrow(expect.objectContaining({ code }));
  });
});

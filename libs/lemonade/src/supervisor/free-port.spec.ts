import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { findFreePort, isPortFree } from './free-port.js';

describe('findFreePort', () => {
  it('passes over ports that somebody listens on', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    expect(await isPortFree(port)).toBe(false);
    const found = await findFreePort(port);
    expect(found).toBeGreaterThan(port);
    expect(await isPortFree(found!)).toBe(true);
    taken.close();
    await once(taken, 'close');
  });
});

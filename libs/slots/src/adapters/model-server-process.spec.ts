import { SystemProcesses } from '@hal0/platform';
import { FakeClock, settle } from '@hal0/platform/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { ModelServerProcess } from './model-server-process.js';

describe('ModelServerProcess', () => {
  const clock = new FakeClock();
  const server = new ModelServerProcess(new SystemProcesses(), clock);
  let listener: Server | undefined;
  let child: ChildProcess | undefined;
  afterEach(() => {
    listener?.close();
    child?.kill('SIGKILL');
  });

  const somebodyListens = async () => {
    listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    return `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  };

  it('is there when it has the port', async () => {
    expect(await server.isLost(process.pid, await somebodyListens())).toBe(false);
  });

  it('is lost when it has ended, whoever answers there', async () => {
    expect(await server.isLost(spawnSync('true').pid, await somebodyListens())).toBe(true);
  });

  it('is waited for while it has neither the port nor an end', async () => {
    child = spawn('sleep', ['60']);
    await once(child, 'spawn');
    let lost: boolean | undefined;
    const asked = server.isLost(child.pid as number, await somebodyListens()).then((answer) => (lost = answer));
    await clock.advance(1_000);
    expect(lost).toBeUndefined();
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    while (lost === undefined) await (clock.isAwaited ? clock.advance(25) : settle());
    expect(await asked).toBe(true);
  });

  it('is taken as it is when it does not come to an end', async () => {
    child = spawn('sleep', ['60']);
    await once(child, 'spawn');
    let lost: boolean | undefined;
    void server.isLost(child.pid as number, await somebodyListens()).then((answer) => (lost = answer));
    while (lost === undefined) await clock.advance(1_000);
    expect(lost).toBe(false);
  });
});

import { Hal0Paths } from '@hal0/platform';
import { FakeClock, RecordingEventBus, temporaryHome } from '@hal0/platform/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { FAKE_TOKEN, FakeProxmox, fakeContainer, fakeNode } from '../testing/fake-proxmox.js';
import { fixtureReaders } from '../testing/fixture-readers.js';
import { ProxmoxClient } from './proxmox-client.js';
import { ProxmoxHost } from './proxmox-host.service.js';
import type { ProxmoxSettings } from './proxmox-settings.js';
import { ProxmoxSettingsStore } from './proxmox-settings.store.js';
import { ProxmoxUnreachableEvent } from './proxmox-unreachable.event.js';

const GIB = 1024 ** 3;
const HOSTNAME = '/proc/sys/kernel/hostname';

let home: ReturnType<typeof temporaryHome>;
let pve: FakeProxmox;
let clock: FakeClock;
let events: RecordingEventBus;
let host: ProxmoxHost;

beforeEach(async () => {
  home = temporaryHome();
  pve = await FakeProxmox.start();
  clock = new FakeClock();
  events = new RecordingEventBus();
  host = hostOf(home.paths);
  await configure();
});

afterEach(async () => {
  expect(JSON.stringify(events.published)).not.toContain(FAKE_TOKEN);
  await pve.stop();
  home.remove();
});

function hostOf(paths: Hal0Paths, files: Record<string, string> = { [HOSTNAME]: 'hal0.home.lan\n' }): ProxmoxHost {
  return new ProxmoxHost(
    new ProxmoxSettingsStore(paths),
    new ProxmoxClient(clock),
    fixtureReaders({ files }),
    clock,
    events,
  );
}

async function configure(change: Partial<ProxmoxSettings> = {}): Promise<void> {
  await new ProxmoxSettingsStore(home.paths).write({
    host: '127.0.0.1',
    port: pve.port,
    verifySsl: false,
    user: 'hal0@pve',
    tokenName: 'view',
    tokenValue: FAKE_TOKEN,
    ...change,
  });
  host.forget();
}

/** What the host is asked again after. */
const later = () => clock.advance(30_000);
const unreachable = () => events.ofType(ProxmoxUnreachableEvent).length;

describe('the Proxmox host', () => {
  it('is described by its only node, with the tenants, running ones first and then by size', async () => {
    pve.resources = [
      fakeNode('pve'),
      fakeContainer(101, 'small', 'pve', { maxmem: 2 * GIB, mem: 1 * GIB }),
      fakeContainer(102, 'stopped', 'pve', { status: 'stopped', maxmem: 96 * GIB, mem: 0 }),
      fakeContainer(105, 'hal0', 'pve'),
      { ...fakeContainer(900, 'template', 'pve'), template: 1 },
      { type: 'storage', storage: 'local', node: 'pve', status: 'available' },
    ];

    const status = await host.status();
    expect(status).toMatchObject({
      configured: true,
      ok: true,
      error: null,
      node: 'pve',
      nodeRule: 'only-node',
      hostMemTotalMib: 131_072,
      hostMemUsedMib: 81_920,
      hostMemFreeMib: 49_152,
      hostCpuPercent: 12.5,
      hostCpuCount: 32,
      hostUptimeSeconds: 86_400,
      tenantsRunning: 2,
      tenantsTotal: 3,
      tenantsAllocatedMib: 66 * 1024,
      checkedAt: '2026-01-01T00:00:00.000Z',
    });
    expect(status.tenants.map(({ name }) => name)).toEqual(['hal0', 'small', 'stopped']);
    expect(status.tenants[0]).toEqual({
      type: 'lxc',
      vmid: 105,
      name: 'hal0',
      status: 'running',
      maxMemMib: 65_536,
      memMib: 40_960,
      maxCpu: 16,
      cpuPercent: 50,
      node: 'pve',
    });
  });

  it('is, on a cluster, the node this machine runs on, and only its tenants count', async () => {
    pve.resources = [
      fakeNode('alpha', { maxmem: 16 * GIB, mem: 8 * GIB }),
      fakeNode('beta'),
      fakeContainer(100, 'files', 'alpha'),
      fakeContainer(105, 'hal0', 'beta'),
    ];

    expect(await host.status()).toMatchObject({
      node: 'beta',
      nodeRule: 'name',
      hostMemTotalMib: 131_072,
      tenantsTotal: 1,
    });
    expect(await host.read()).toEqual({ node: 'beta', totalMib: 131_072, freeMib: 49_152, othersMib: 40_960 });
  });

  it('limits no memory while it is only guessed', async () => {
    pve.resources = [fakeNode('alpha'), fakeNode('beta')];

    expect(await host.status()).toMatchObject({ ok: true, nodeRule: 'guess' });
    expect(await host.read()).toBeNull();
  });

  it('is nothing without settings', async () => {
    expect(await hostOf(new Hal0Paths(`${home.home}/elsewhere`)).status()).toMatchObject({
      configured: false,
      ok: false,
    });
    expect(await hostOf(new Hal0Paths(`${home.home}/elsewhere`)).read()).toBeNull();
  });

  it('is asked once in 30 seconds, however many want to know', async () => {
    pve.resources = [fakeNode('pve')];

    await Promise.all([host.status(), host.read(), host.status()]);
    await clock.advance(29_999);
    await host.status();
    expect(pve.requests).toBe(1);

    await clock.advance(1);
    await host.status();
    expect(pve.requests).toBe(2);
  });

  it('is never waited for by those who take the latest', async () => {
    pve.resources = [fakeNode('pve')];

    expect(host.latest()).toBeUndefined();
    await host.status();
    expect(host.latest()).toMatchObject({ ok: true, node: 'pve' });
    expect(pve.requests).toBe(1);
  });

  it.each<[string, () => unknown, string]>([
    ['a wrong token', () => configure({ tokenValue: 'wrong' }), 'refuses the token'],
    [
      'an echo of the request',
      () => (pve.misbehave = (request, response) => void response.end(request.headers.authorization)),
      'does not answer like Proxmox',
    ],
    [
      'an echo in a failure',
      () => (pve.misbehave = (request, response) => void response.writeHead(500).end(request.headers.authorization)),
      'answered with HTTP 500',
    ],
    [
      'a web page',
      () => (pve.misbehave = (_request, response) => void response.end('<html>')),
      'does not answer like Proxmox',
    ],
    [
      'other JSON',
      () => (pve.misbehave = (_request, response) => void response.end('{"data":{"node":1}}')),
      'does not answer like Proxmox',
    ],
    ['no permission', () => (pve.misbehave = (_request, response) => void response.writeHead(403).end()), 'PVEAuditor'],
    [
      'a redirect',
      () => (pve.misbehave = (_request, response) => void response.writeHead(302, { location: '/' }).end()),
      'answered with HTTP 302',
    ],
    ['a closed connection', () => (pve.misbehave = (request) => request.socket.destroy()), 'closed the connection'],
    [
      'rows that are none',
      () => (pve.resources = [{ type: 'node' }, { type: 'lxc', vmid: '105' }]),
      'may not see its nodes',
    ],
    ['a node without figures', () => (pve.resources = [{ type: 'node', node: 'pve' }]), 'may not see its nodes'],
  ])('says what to do after %s, and never tells the token', async (_name, arrange, text) => {
    pve.resources = [fakeNode('pve')];
    await arrange();

    const status = await host.status();
    expect(status).toMatchObject({ configured: true, ok: false, node: null, hostMemTotalMib: null, tenants: [] });
    expect(status.error).toContain(text);
    expect(JSON.stringify(status)).not.toContain(FAKE_TOKEN);
    expect(await host.read()).toBeNull();
  });

  it('has three seconds to answer', async () => {
    pve.misbehave = () => {};
    const status = host.status();
    await pve.nextRequest();
    await clock.advance(3_000);

    expect((await status).error).toBe(`127.0.0.1:${pve.port} did not answer within 3 seconds. Check that it runs.`);
  });

  it('has three seconds also for an answer that has begun', async () => {
    pve.misbehave = (_request, response) => void response.write('{"data":[');
    const status = host.status();
    await pve.nextRequest();
    await clock.advance(3_000);

    expect((await status).error).toContain('did not answer within 3 seconds');
  });

  it('is not read beyond what Proxmox could say', async () => {
    pve.misbehave = (_request, response) => void response.end(Buffer.alloc(9 * 1024 * 1024, 'x'));

    expect((await host.status()).error).toContain('more than Proxmox ever would');
  });

  it('is not trusted without its certificate when that is checked', async () => {
    await configure({ verifySsl: true });

    expect((await host.status()).error).toMatch(/certificate that this machine does not trust \([A-Z_]+\)/);
    expect(pve.requests).toBe(0);
  });

  describe('that does not speak TLS', () => {
    let plain: Server;

    beforeEach(async () => {
      plain = createServer((_request, response) => response.end('{}')).listen(0, '127.0.0.1');
      await once(plain, 'listening');
    });

    afterEach(() => void plain.close());

    it('is told apart', async () => {
      await configure({ port: (plain.address() as AddressInfo).port });

      expect((await host.status()).error).toContain('does not speak TLS');
    });
  });
});

describe('the event that the Proxmox host is unreachable', () => {
  it('is published once when it stops answering, and again only after it has recovered', async () => {
    pve.resources = [fakeNode('pve')];
    await host.status();

    pve.misbehave = (_request, response) => void response.writeHead(503).end();
    for (let time = 0; time < 3; time++) {
      await later();
      await host.status();
    }
    expect(unreachable()).toBe(1);
    expect(events.published[0]).toMatchObject({
      type: 'system.proxmox_unreachable',
      host: '127.0.0.1',
      error: expect.stringContaining('HTTP 503'),
    });

    pve.misbehave = undefined;
    await later();
    expect((await host.status()).ok).toBe(true);
    pve.misbehave = (_request, response) => void response.writeHead(503).end();
    await later();
    await host.status();
    expect(unreachable()).toBe(2);
  });

  it('is published though nobody asks', async () => {
    pve.resources = [fakeNode('pve')];
    await host.watch();
    pve.misbehave = (_request, response) => void response.writeHead(503).end();
    await later();
    await host.watch();
    expect(unreachable()).toBe(1);
  });

  it('is not published for a host that has not answered yet', async () => {
    pve.misbehave = (_request, response) => void response.writeHead(503).end();
    await host.status();
    await later();
    await host.status();

    expect(unreachable()).toBe(0);
  });

  it('is not published when new settings do not work', async () => {
    pve.resources = [fakeNode('pve')];
    await host.status();
    await configure({ tokenValue: 'wrong' });

    expect((await host.status()).ok).toBe(false);
    expect(unreachable()).toBe(0);
  });

  it('is not published for an answer to settings that are gone', async () => {
    pve.resources = [fakeNode('pve')];
    await host.status();
    await later();
    pve.misbehave = () => {};
    const asked = pve.nextRequest();
    const old = host.status();
    await asked;
    await configure();
    pve.misbehave = undefined;
    expect((await host.status()).ok).toBe(true);
    await clock.advance(3_000);

    expect((await old).ok).toBe(false);
    expect(unreachable()).toBe(0);
    expect((await host.status()).ok).toBe(true);
  });
});

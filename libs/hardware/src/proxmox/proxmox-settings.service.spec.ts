import { AuditEvent } from '@hal0/platform';
import { FakeClock, RecordingEventBus, temporaryHome } from '@hal0/platform/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { FAKE_TOKEN, FakeProxmox, fakeContainer, fakeNode } from '../testing/fake-proxmox.js';
import { fixtureReaders } from '../testing/fixture-readers.js';
import { ProxmoxClient } from './proxmox-client.js';
import { ProxmoxHost } from './proxmox-host.service.js';
import type { SaveProxmoxDto } from './proxmox-settings.dto.js';
import { ProxmoxSettingsService } from './proxmox-settings.service.js';
import { ProxmoxSettingsStore } from './proxmox-settings.store.js';

const CONTAINER = {
  files: {
    '/proc/sys/kernel/osrelease': '6.8.12-4-pve\n',
    '/proc/sys/kernel/hostname': 'hal0\n',
    '/proc/1/cgroup': '0::/lxc/105/ns/init.scope\n',
  },
};

let home: ReturnType<typeof temporaryHome>;
let pve: FakeProxmox;
let events: RecordingEventBus;
let service: ProxmoxSettingsService;

beforeEach(async () => {
  home = temporaryHome();
  pve = await FakeProxmox.start();
  pve.resources = [fakeNode('pve'), fakeContainer(105, 'hal0', 'pve')];
  events = new RecordingEventBus();
  const clock = new FakeClock();
  const store = new ProxmoxSettingsStore(home.paths);
  const readers = fixtureReaders(CONTAINER);
  const host = new ProxmoxHost(store, new ProxmoxClient(clock), readers, clock, events);
  service = new ProxmoxSettingsService(store, host, readers, events);
});

afterEach(async () => {
  // Whatever a test did, the token is in its file and nowhere else.
  expect(JSON.stringify(events.published)).not.toContain(FAKE_TOKEN);
  await pve.stop();
  home.remove();
});

const settings = (change: Partial<SaveProxmoxDto> = {}): SaveProxmoxDto => ({
  host: '127.0.0.1',
  port: pve.port,
  user: 'hal0@pve',
  tokenName: 'view',
  tokenValue: FAKE_TOKEN,
  verifySsl: false,
  ...change,
});

const without = (change: Partial<SaveProxmoxDto> = {}): SaveProxmoxDto =>
  settings({ tokenValue: undefined, ...change });

const audits = () => events.ofType(AuditEvent).map(({ record }) => record);

function writeFile(text: string): void {
  mkdirSync(dirname(home.paths.proxmoxJson), { recursive: true });
  writeFileSync(home.paths.proxmoxJson, text);
}

describe('Proxmox settings', () => {
  it('are none at first, and this machine is seen to be a container of Proxmox', async () => {
    await expect(service.view()).resolves.toMatchObject({
      configured: false,
      host: null,
      tokenValueSet: false,
      warnings: [],
      status: { configured: false, ok: false, error: null },
      detection: 'detected',
    });
  });

  it('are stored for nobody else to read, and shown without the token', async () => {
    const shown = await service.save(settings());

    expect(shown).toMatchObject({
      configured: true,
      host: '127.0.0.1',
      port: pve.port,
      user: 'hal0@pve',
      tokenName: 'view',
      tokenValueSet: true,
      verifySsl: false,
      status: { ok: true, node: 'pve', hostMemTotalMib: 131_072 },
    });
    expect(shown.warnings).toEqual([expect.stringContaining('certificate of 127.0.0.1 is not checked')]);
    expect(JSON.stringify(shown)).not.toContain(FAKE_TOKEN);
    expect(statSync(home.paths.proxmoxJson).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(home.paths.proxmoxJson, 'utf8'))).toEqual({
      proxmox: { host: '127.0.0.1', port: pve.port, verify_ssl: false, service: 'PVE' },
      auth: { user: 'hal0@pve', token_name: 'view', token_value: FAKE_TOKEN },
    });
    expect(audits()).toMatchObject([{ action: 'proxmox.save', actor: 'operator', outcome: 'ok' }]);
    expect(events.published.map(({ type }) => type)).toContain('system.proxmox_save');
  });

  it('take effect at once', async () => {
    expect((await service.view()).status.configured).toBe(false);
    expect((await service.save(settings())).status.ok).toBe(true);
    expect(await service.remove()).toEqual({ configured: false, existed: true });
    expect((await service.view()).status.configured).toBe(false);
  });

  it('keep the stored token when it goes to the same place', async () => {
    await service.save(settings());

    expect((await service.save(without())).status.ok).toBe(true);
    expect(readFileSync(home.paths.proxmoxJson, 'utf8')).toContain(FAKE_TOKEN);
  });

  it.each([{ host: 'localhost' }, { port: 8006 }, { user: 'root@pam' }, { tokenName: 'other' }])(
    'do not send the stored token elsewhere: %j',
    async (change) => {
      await service.save(settings());
      const before = readFileSync(home.paths.proxmoxJson, 'utf8');

      await expect(service.save(without(change))).rejects.toMatchObject({ code: 'proxmox.token_required' });
      expect(readFileSync(home.paths.proxmoxJson, 'utf8')).toBe(before);
      expect(audits().at(-1)).toMatchObject({ action: 'proxmox.save', outcome: 'failed' });
    },
  );

  it('do not keep the stored token when the check of the certificate is turned off', async () => {
    await service.save(settings({ verifySsl: true }));

    await expect(service.save(without())).rejects.toMatchObject({ code: 'proxmox.token_required' });
    expect((await service.save(settings({ verifySsl: true }))).warnings).toEqual([]);
  });

  it('need a token the first time', async () => {
    await expect(service.save(without())).rejects.toMatchObject({ code: 'proxmox.token_required', httpStatus: 400 });
  });

  it.each([
    [{ host: 'https://pve.local' }, 'host'],
    [{ host: 'root:pw@pve.local' }, 'host'],
    [{ host: 'pve.local/api2' }, 'host'],
    [{ host: 'pve.local:8006' }, 'host'],
    [{ host: '169.254.169.254' }, 'host'],
    [{ host: '' }, 'host'],
    [{ user: 'root' }, 'user'],
    [{ user: `root@pam!view=${FAKE_TOKEN}` }, 'user'],
    [{ tokenName: `view=${FAKE_TOKEN}` }, 'tokenName'],
    [{ tokenValue: `${FAKE_TOKEN}\r\nx: y` }, 'tokenValue'],
  ])('refuse %j, naming the field and nothing of the token', async (change, path) => {
    for (const attempt of [service.save(settings(change)), service.test(settings(change))]) {
      const error = await attempt.catch((refusal: Error) => refusal);
      expect(error).toMatchObject({ code: 'proxmox.config_invalid', httpStatus: 400, details: { path } });
      expect(JSON.stringify(error) + (error as Error).message).not.toContain(FAKE_TOKEN);
    }
    expect(pve.requests).toBe(0);
    expect(audits()).toEqual([]);
  });

  it.each(['', 'no json', '[]', 'null', '{"proxmox":{"host":"pve"}}'])(
    'count as none when the file holds %j, and can then be stored anew',
    async (text) => {
      writeFile(text);

      expect((await service.view()).configured).toBe(false);
      expect((await service.save(settings())).status.ok).toBe(true);
    },
  );

  it('do not lead a file edited by hand to a refused address', async () => {
    await service.save(settings());
    writeFile(readFileSync(home.paths.proxmoxJson, 'utf8').replace('127.0.0.1', '169.254.169.254'));

    expect((await service.view()).configured).toBe(false);
  });

  it('stay as they were when they cannot be written', async () => {
    writeFileSync(home.paths.config.replace(/\/hal0$/, ''), 'a file where a folder should be');

    const error = await service.save(settings()).catch((failure: Error) => failure);
    expect(error).toMatchObject({ code: 'proxmox.write_failed', httpStatus: 500 });
    expect(JSON.stringify(error)).not.toContain(FAKE_TOKEN);
    expect(audits()).toMatchObject([{ action: 'proxmox.save', outcome: 'failed' }]);
  });

  it('say so when they cannot be removed', async () => {
    mkdirSync(home.paths.proxmoxJson, { recursive: true });

    await expect(service.remove()).rejects.toMatchObject({ code: 'proxmox.delete_failed', httpStatus: 500 });
    expect(audits()).toMatchObject([{ action: 'proxmox.remove', outcome: 'failed' }]);
  });

  it('may be removed when there are none', async () => {
    expect(await service.remove()).toEqual({ configured: false, existed: false });
    expect(events.published.map(({ type }) => type)).not.toContain('system.proxmox_remove');
  });
});

describe('a trial of Proxmox settings', () => {
  it('tells what it found and stores nothing', async () => {
    expect(await service.test(settings())).toEqual({
      ok: true,
      error: null,
      node: 'pve',
      nodeNote: 'pve is the only node.',
      hostMemTotalMib: 131_072,
      tenantsTotal: 1,
    });
    expect((await service.view()).configured).toBe(false);
    expect(events.published).toEqual([]);
  });

  it('always needs the token', async () => {
    await service.save(settings());

    await expect(service.test(without())).rejects.toMatchObject({ code: 'proxmox.token_required' });
  });

  it('has a host that does not answer as a result', async () => {
    const { ok, error } = await service.test(settings({ port: 1 }));

    expect(ok).toBe(false);
    expect(error).toBe(
      '127.0.0.1:1 refuses connections. Check the port; it is that of the web interface, usually 8006.',
    );
  });
});

import { AuditEvent } from '@hal0/platform';
import { afterEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setupFixture } from '../testing/setup-fixture.js';
import { isFromHere, type PeerRequest } from './peer.js';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function setup(options: Parameters<typeof setupFixture>[0] = {}) {
  const fixture = await setupFixture(options);
  cleanups.push(fixture.close);
  return { ...fixture, code: () => readFileSync(fixture.paths.firstRunLock, 'utf8').trim() };
}

describe('the first run', () => {
  it('asks other machines for the code in a file that only its owner reads', async () => {
    const { firstRun, paths, code } = await setup();
    await firstRun.onApplicationBootstrap();
    expect(code()).toMatch(/^[0-9a-f]{32}$/);
    expect(statSync(paths.firstRunLock).mode & 0o777).toBe(0o600);
    expect(await firstRun.state(false)).toMatchObject({ firstRun: true, codeRequired: true, completedAt: null });
    expect(await firstRun.state(true)).toMatchObject({ firstRun: true, codeRequired: false });
    const missing = { code: 'setup.code_missing', message: expect.stringContaining(paths.firstRunLock) };
    await expect(firstRun.admit(undefined)).rejects.toMatchObject(missing);
    await expect(firstRun.admit(' ')).rejects.toMatchObject(missing);
    const refusal = await firstRun.admit('0'.repeat(32)).catch((error: Error) => error);
    expect(refusal).toMatchObject({ code: 'setup.code_invalid', message: expect.stringContaining('HAL0_SETUP_CODE') });
    expect(JSON.stringify(refusal) + String(refusal)).not.toContain(code());
    await firstRun.admit(code());
    await firstRun.admit(` ${code()}\n`);
  });

  it('stays open to its owner however often others guess', async () => {
    const { firstRun, code } = await setup();
    await firstRun.onApplicationBootstrap();
    const guesses = Array.from({ length: 200 }, (_, index) => firstRun.admit(String(index)));
    const ends = await Promise.allSettled(guesses);
    expect(ends.every(({ status }) => status === 'rejected')).toBe(true);
    await firstRun.admit(code());
  });

  it('puts a code back that was taken away, and takes one that somebody put down instead', async () => {
    const { firstRun, paths, code } = await setup();
    await firstRun.onApplicationBootstrap();
    const first = code();
    rmSync(paths.firstRunLock);
    await Promise.allSettled([firstRun.admit(undefined), firstRun.admit('guess')]);
    expect(code()).toBe(first);
    expect(statSync(paths.firstRunLock).mode & 0o777).toBe(0o600);
    writeFileSync(paths.firstRunLock, 'cd'.repeat(16));
    await firstRun.admit('cd'.repeat(16));
    await expect(firstRun.admit(first)).rejects.toMatchObject({ code: 'setup.code_invalid' });
  });

  it('asks for no code where everybody has to show a key', async () => {
    const { firstRun, settings } = await setup();
    await firstRun.onApplicationBootstrap();
    settings.api.require_key = 'all';
    await firstRun.admit(undefined);
    expect(await firstRun.state(false)).toMatchObject({ firstRun: true, codeRequired: false });
    settings.api.require_key = 'inference';
    await expect(firstRun.admit(undefined)).rejects.toMatchObject({ code: 'setup.code_missing' });
  });

  it('keeps the code that the installer put down, as private as it has to be', async () => {
    const { firstRun, paths, code } = await setup();
    mkdirSync(dirname(paths.firstRunLock), { recursive: true });
    writeFileSync(paths.firstRunLock, `${'ab'.repeat(16)}\n`, { mode: 0o644 });
    await firstRun.onApplicationBootstrap();
    expect(code()).toBe('ab'.repeat(16));
    expect(statSync(paths.firstRunLock).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['is empty', (file: string) => writeFileSync(file, '')],
    ['is a folder', (file: string) => mkdirSync(file)],
    ['leads nowhere', (file: string) => symlinkSync('/nowhere/at/all', file)],
  ])('makes a code in place of a file that %s', async (_how, spoil) => {
    const { firstRun, paths, code } = await setup();
    mkdirSync(dirname(paths.firstRunLock), { recursive: true });
    spoil(paths.firstRunLock);
    await firstRun.onApplicationBootstrap();
    await expect(firstRun.admit('')).rejects.toThrow();
    expect(code()).toMatch(/^[0-9a-f]{32}$/);
    await firstRun.admit(code());
  });

  it('is over when somebody says so, once and for all, and its code with it', async () => {
    const { firstRun, paths, code, start, events } = await setup();
    await firstRun.onApplicationBootstrap();
    const used = code();
    await Promise.all([firstRun.complete(), firstRun.complete()]);
    expect(existsSync(paths.firstRunLock)).toBe(false);
    expect(await firstRun.state(false)).toMatchObject({
      ...{ firstRun: false, codeRequired: false, completedAt: '2026-01-01T00:00:00.000Z' },
    });
    expect(events.ofType(AuditEvent).map(({ record }) => record.action)).toEqual(['setup.complete']);

    const next = start();
    writeFileSync(paths.firstRunLock, used);
    await next.firstRun.onApplicationBootstrap();
    expect(existsSync(paths.firstRunLock)).toBe(false);
    await next.firstRun.admit(undefined);
  });

  it('is none on a box that has models already', async () => {
    const { bundles, firstRun, paths } = await setup();
    await bundles.apply('hal0-demo');
    await firstRun.onApplicationBootstrap();
    expect(existsSync(paths.firstRunLock)).toBe(false);
    expect(await firstRun.state(false)).toMatchObject({
      ...{ firstRun: false, codeRequired: false, hasModels: true, hasChatSlot: true, pickerPending: false },
    });
  });

  it('is over with the choice of a bundle, or of none, for good', async () => {
    for (const choose of ['apply', 'skip'] as const) {
      const { bundles, firstRun, paths, start } = await setup();
      await firstRun.onApplicationBootstrap();
      await (choose === 'apply' ? bundles.apply('hal0-lite') : bundles.skip());
      expect(existsSync(paths.firstRunLock)).toBe(false);
      await firstRun.admit(undefined);
      expect(await firstRun.state(false)).toMatchObject({ codeRequired: false, completedAt: expect.any(String) });
      const next = start();
      await next.firstRun.onApplicationBootstrap();
      expect(await next.firstRun.state(false)).toMatchObject({ firstRun: false, codeRequired: false });
      await bundles.cancel().catch(() => undefined);
    }
  });

  it('goes on when a bundle was refused', async () => {
    const { bundles, firstRun } = await setup({ ram: 8 });
    await firstRun.onApplicationBootstrap();
    await expect(bundles.apply('hal0-pro')).rejects.toMatchObject({ code: 'bundle.not_eligible' });
    await expect(firstRun.admit(undefined)).rejects.toMatchObject({ code: 'setup.code_missing' });
  });

  it('is over with the first model, however it came here', async () => {
    const { registry, pulls, firstRun } = await setup();
    await firstRun.onApplicationBootstrap();
    await firstRun.follow();
    await expect(firstRun.admit(undefined)).rejects.toMatchObject({ code: 'setup.code_missing' });
    await pulls.start({ source: 'owner/repository', id: 'mine', type: 'llm' });
    await pulls.arrive('mine');
    expect(registry.list()).toHaveLength(1);
    await firstRun.follow();
    await firstRun.admit(undefined);
  });

  it('is none where somebody has chosen and an older hal0 did not keep that it was done', async () => {
    const { bundles, firstRun, paths, start } = await setup();
    await firstRun.onApplicationBootstrap();
    await bundles.skip();
    rmSync(paths.firstRunDone);
    const next = start();
    await next.firstRun.onApplicationBootstrap();
    await next.firstRun.admit(undefined);
    rmSync(paths.bundleChosen);
    const asked = start();
    await asked.firstRun.onApplicationBootstrap();
    await expect(asked.firstRun.admit(undefined)).rejects.toThrow('has not been set up yet');
  });
});

describe('isFromHere', () => {
  const from = (remoteAddress: string | undefined, headers: PeerRequest['headers'] = {}): PeerRequest => ({
    method: 'POST',
    headers,
    socket: { remoteAddress },
  });

  it.each([
    ['127.0.0.1', true],
    ['127.8.8.8', true],
    ['::1', true],
    ['::ffff:127.0.0.1', true],
    ['192.168.1.20', false],
    ['::ffff:192.168.1.20', false],
    ['fe80::1', false],
    ['fe80::1%eth0', false],
    [undefined, false],
  ])('%s: %s', (address, here) => {
    expect(isFromHere(from(address))).toBe(here);
  });

  it.each(['x-forwarded-for', 'x-forwarded-host', 'forwarded', 'x-real-ip', 'via', 'cf-connecting-ip'])(
    'takes nobody for local who comes with %s',
    (header) => {
      expect(isFromHere(from('127.0.0.1', { [header]: '127.0.0.1' }))).toBe(false);
    },
  );
});

import { AuditEvent } from '@hal0/platform';
import { afterEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setupFixture } from '../testing/setup-fixture.js';
import { isFromHere, type PeerRequest } from './peer.js';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function setup() {
  const fixture = await setupFixture();
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
    expect(() => firstRun.admit(undefined)).toThrow('x-hal0-setup-code');
    expect(() => firstRun.admit('0'.repeat(32))).toThrow('not the setup code');
    expect(() => firstRun.admit('')).toThrow();
    expect(() => firstRun.admit(code())).not.toThrow();
  });

  it('keeps the code that the installer put down, as private as it has to be', async () => {
    const { firstRun, paths, code } = await setup();
    mkdirSync(dirname(paths.firstRunLock), { recursive: true });
    writeFileSync(paths.firstRunLock, `${'ab'.repeat(16)}\n`, { mode: 0o644 });
    await firstRun.onApplicationBootstrap();
    expect(code()).toBe('ab'.repeat(16));
    expect(statSync(paths.firstRunLock).mode & 0o777).toBe(0o600);
  });

  it('makes a code in place of a file that holds none', async () => {
    const { firstRun, paths, code } = await setup();
    mkdirSync(dirname(paths.firstRunLock), { recursive: true });
    writeFileSync(paths.firstRunLock, '');
    await firstRun.onApplicationBootstrap();
    expect(() => firstRun.admit('')).toThrow();
    expect(code()).toMatch(/^[0-9a-f]{32}$/);
  });

  it('is over when somebody says so, once and for all, and its code with it', async () => {
    const { firstRun, paths, code, start, events } = await setup();
    await firstRun.onApplicationBootstrap();
    const used = code();
    await firstRun.complete();
    await firstRun.complete();
    expect(existsSync(paths.firstRunLock)).toBe(false);
    expect(await firstRun.state(false)).toMatchObject({
      ...{ firstRun: false, codeRequired: false, completedAt: '2026-01-01T00:00:00.000Z' },
    });
    expect(events.ofType(AuditEvent).map(({ record }) => record.action)).toEqual(['setup.complete']);

    const next = start();
    writeFileSync(paths.firstRunLock, used);
    await next.firstRun.onApplicationBootstrap();
    expect(existsSync(paths.firstRunLock)).toBe(false);
    expect(() => next.firstRun.admit(undefined)).not.toThrow();
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

  it('goes on asking for the code until it is said to be over, models and restarts or not', async () => {
    const { bundles, firstRun, start, code } = await setup();
    await firstRun.onApplicationBootstrap();
    await bundles.apply('hal0-demo');
    expect(await firstRun.state(false)).toMatchObject({ firstRun: false, codeRequired: true, hasModels: true });
    const next = start();
    await next.firstRun.onApplicationBootstrap();
    expect(() => next.firstRun.admit(undefined)).toThrow();
    expect(() => next.firstRun.admit(code())).not.toThrow();
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
    [undefined, false],
  ])('%s: %s', (address, here) => {
    expect(isFromHere(from(address))).toBe(here);
  });

  it.each(['x-forwarded-for', 'forwarded', 'x-real-ip'])('takes nobody for local who comes with %s', (header) => {
    expect(isFromHere(from('127.0.0.1', { [header]: '127.0.0.1' }))).toBe(false);
  });
});

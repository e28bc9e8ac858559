import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmodSync, existsSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Hal0Paths } from '@hal0/platform';
import { temporaryHome } from '@hal0/platform/testing';
import type { DoctorRow } from '../doctor/doctor-row.js';
import { FakeApi } from '../testing/fake-api.js';
import { runHal0 } from '../testing/run-hal0.js';

/** No process has this number: Linux counts to 4194304. */
const NOBODY = 4_194_305;

let home: string;
let paths: Hal0Paths;
let remove: () => void;

beforeEach(() => {
  ({ home, paths, remove } = temporaryHome());
  mkdirSync(paths.config, { recursive: true });
  mkdirSync(paths.state, { recursive: true });
  writeFileSync(paths.hal0Toml, '[api]\nhost = "127.0.0.1"\nport = 0\n');
});
afterEach(() => remove());

async function doctor(words = '', environment: NodeJS.ProcessEnv = {}) {
  const options = { environment: { HAL0_HOME: home, ...environment } };
  const { exitCode, stdout } = await runHal0(`doctor --json ${words}`, options);
  const rows = JSON.parse(stdout) as DoctorRow[];
  return { exitCode, row: (id: string) => rows.find((one) => one.id === id) };
}

describe('doctor --offline', () => {
  it('tells secrets that others can read, and shuts them out', async () => {
    writeFileSync(paths.apiEnv, 'HF_TOKEN=x\n');
    chmodSync(paths.apiEnv, 0o644);
    const before = await doctor('--offline');
    expect(before.exitCode).toBe(2);
    expect(before.row('files.secrets')).toMatchObject({ severity: 'error', fixable: true });
    expect(before.row('files.secrets')?.remedy).toContain(`chmod 600 ${paths.apiEnv}`);
    const after = await doctor('--offline --fix');
    expect(after.row('files.secrets')).toMatchObject({ severity: 'ok', fixed: true });
    expect(statSync(paths.apiEnv).mode & 0o777).toBe(0o600);
  });

  it('removes what killed processes have left, and nothing else', async () => {
    const leftover = join(paths.config, `.hal0.toml.${NOBODY}.0123abcd`);
    const ours = join(paths.config, `.hal0.toml.${process.pid}.0123abcd`);
    writeFileSync(leftover, '');
    writeFileSync(ours, '');
    writeFileSync(paths.apiRunFile, JSON.stringify({ pid: NOBODY, url: 'http://127.0.0.1:1' }));
    const before = await doctor('--offline');
    expect(before.row('files.leftovers')?.message).toContain(leftover);
    expect(before.row('api.run_file')).toMatchObject({ severity: 'warning', fixable: true });
    await doctor('--offline --fix');
    expect([leftover, ours, paths.apiRunFile].map((file) => existsSync(file))).toEqual([false, true, false]);
  });

  it('tells a configuration that is not valid, where and what', async () => {
    writeFileSync(paths.hal0Toml, '[api]\nport = "x"\n');
    const { exitCode, row } = await doctor('--offline');
    expect(exitCode).toBe(2);
    expect(row('config.valid')?.message).toContain(`1 problem: ${paths.hal0Toml}:2:1`);
    expect(row('api.port')).toMatchObject({ severity: 'ok', message: expect.stringContaining('Not looked at') });
  });

  it('keeps what a repair could not mend, and says why', async () => {
    rmSync(paths.state, { recursive: true });
    symlinkSync(join(home, 'nowhere/at/all'), paths.state);
    const { exitCode, row } = await doctor('--offline --fix');
    expect(exitCode).toBe(1);
    expect(row('state.folder')).toMatchObject({
      severity: 'warning',
      message: expect.stringContaining('does not exist'),
      remedy: expect.stringContaining('The repair failed: '),
      fixed: false,
    });
  });

  it('tells a port that another program has', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { exitCode, row } = await doctor('--offline', { HAL0_PORT: String(port) });
    server.close();
    expect(exitCode).toBe(2);
    expect(row('api.port')).toMatchObject({ severity: 'error' });
    expect(row('api.port')?.message).toContain(`Port ${port} on 127.0.0.1 is taken`);
  });

  it('makes a folder that is missing', async () => {
    remove();
    expect((await doctor('--offline')).row('state.folder')).toMatchObject({ severity: 'warning', fixable: true });
    expect((await doctor('--offline --fix')).row('state.folder')).toMatchObject({ severity: 'ok', fixed: true });
  });
});

describe('doctor with the API', () => {
  const finding = { severity: 'ok', message: 'fine', remedy: null, fixable: false, fixed: false };

  it('says so when hal0 does not run', async () => {
    const { exitCode, row } = await doctor();
    expect(exitCode).toBe(1);
    expect(row('api.reachable')?.remedy).toContain('./hal0 up');
  });

  it('adds what the API finds, which counts more for the same thing', async () => {
    const api = await FakeApi.start();
    const broken = {
      ...finding,
      id: 'lemonade.reachable',
      severity: 'error',
      message: 'lemond is away',
      remedy: 'Wait.',
    };
    api.on('GET /api/doctor', () => [broken, { ...finding, id: 'config.valid', message: 'valid, says the API' }]);
    api.on('POST /api/doctor/fix', () => [{ ...broken, severity: 'ok', fixed: true }]);
    writeFileSync(paths.apiRunFile, JSON.stringify({ pid: process.pid, url: api.url }));
    const { exitCode, row } = await doctor();
    expect(exitCode).toBe(2);
    expect(row('lemonade.reachable')?.message).toBe('lemond is away');
    expect(row('config.valid')?.message).toBe('valid, says the API');
    expect(row('api.port')?.message).toContain(`hal0 listens at ${api.url}`);
    expect((await doctor('--fix')).row('lemonade.reachable')).toMatchObject({ severity: 'ok', fixed: true });
    const { stdout } = await runHal0('doctor', { environment: { HAL0_HOME: home } });
    expect(stdout).toMatch(/^error +lemonade\.reachable +lemond is away\n +Wait\.$/m);
    await api.stop();
  });
});

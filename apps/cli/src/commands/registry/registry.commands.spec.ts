import { temporaryHome } from '@hal0/platform/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FakeApi } from '../../testing/fake-api.js';
import { runHal0 } from '../../testing/run-hal0.js';

const TOML = '[models.small]\npath = "/m/small.gguf"\n';

let api: FakeApi;
let home: ReturnType<typeof temporaryHome>;

beforeEach(async () => {
  api = await FakeApi.start();
  home = temporaryHome();
});
afterEach(async () => {
  home.remove();
  await api.stop();
});

const hal0 = (words: string) => runHal0(words, { environment: { HAL0_API_URL: api.url } });

/** A backup with the registry where an earlier hal0 kept it. */
function backup(): string {
  const folder = join(home.home, 'tree');
  const registry = join(folder, 'var/lib/hal0/registry/registry.toml');
  mkdirSync(dirname(registry), { recursive: true });
  writeFileSync(registry, TOML);
  const archive = join(home.home, 'backup.tar.gz');
  execFileSync('tar', ['-czf', archive, '-C', folder, '.']);
  return archive;
}

describe('registry export', () => {
  it('prints the file, so that it can be led into one', async () => {
    api.on('GET /api/models/export', () => ({ text: TOML, models: 1 }));
    expect((await hal0('registry export')).stdout).toBe(TOML);
  });
});

describe('registry import', () => {
  const kept = { id: 'small', outcome: 'kept', note: null };

  it('hands on the registry of a backup, and tells what became of each model', async () => {
    const missing = { id: 'big', outcome: 'added', note: 'Its file is not there.' };
    api.on('POST /api/models/import', () => [kept, missing]);
    const { exitCode, stdout, stderr } = await hal0(`registry import ${backup()}`);
    expect(exitCode).toBe(0);
    expect(api.bodies).toEqual([{ text: TOML }]);
    expect(stdout).toMatch(/^small +kept +is here already$/m);
    expect(stdout).toMatch(/^big +added +Its file is not there\.$/m);
    expect(stderr).toContain('--force');
  });

  it('takes a registry.toml as it is; replaces and previews when told so', async () => {
    const file = join(home.home, 'registry.toml');
    writeFileSync(file, TOML);
    api.on('POST /api/models/import', () => [kept]);
    await hal0(`registry import ${file} --preview --force`);
    expect(api.bodies).toEqual([{ text: TOML, replace: true, preview: true }]);
  });

  it('exits with 2 for what is no backup, and asks nobody', async () => {
    const file = join(home.home, 'backup.tar');
    writeFileSync(file, 'x'.repeat(2_000));
    expect(await hal0(`registry import ${file}`)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('registry.backup_invalid'),
    });
    expect(await hal0('registry import /nowhere/backup.tar')).toMatchObject({ exitCode: 2 });
    expect(await hal0(`registry import ${home.home}`)).toMatchObject({ exitCode: 2 });
    expect(api.requests).toEqual([]);
  });

  it('takes nothing from a backup with a link in it', async () => {
    const folder = join(home.home, 'tree');
    mkdirSync(folder);
    symlinkSync('/etc/passwd', join(folder, 'registry.toml'));
    const archive = join(home.home, 'backup.tar');
    execFileSync('tar', ['-cf', archive, '-C', folder, '.']);
    const { exitCode, stderr } = await hal0(`registry import ${archive} --dest ${join(home.home, 'out.toml')}`);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('a link or a device');
  });

  it('only writes the file with --dest, without hal0, and over another one only with --force', async () => {
    const dest = join(home.home, 'out.toml');
    const words = `registry import ${backup()} --dest ${dest}`;
    expect((await hal0(words)).exitCode).toBe(0);
    expect(readFileSync(dest, 'utf8')).toBe(TOML);
    expect(await hal0(words)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('cli.file_exists') });
    expect((await hal0(`${words} --force`)).exitCode).toBe(0);
    expect(api.requests).toEqual([]);
  });
});

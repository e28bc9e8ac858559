import { afterAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readRegistryBackup } from './read-registry-backup.js';

const scratch: string[] = [];
afterAll(() => scratch.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const REGISTRY = '[models.a]\npath = "/m/a.gguf"\ncapabilities = ["chat"]\n';

/** A folder with these files, and what `tar` makes of it with these arguments. */
function archive(files: Readonly<Record<string, string>>, args: readonly string[], prepare?: (folder: string) => void) {
  const folder = mkdtempSync(join(tmpdir(), 'hal0-backup-'));
  scratch.push(folder);
  const inside = join(folder, 'inside');
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(inside, name)), { recursive: true });
    writeFileSync(join(inside, name), text);
  }
  prepare?.(inside);
  const path = join(folder, 'backup.tar');
  execFileSync('tar', ['-C', inside, '-cf', path, ...args]);
  return path;
}

const code = (path: string) => expect(readRegistryBackup(path)).rejects;

describe('the registry in a backup', () => {
  it.each([
    ['plain', ['.']],
    ['packed with gzip', ['-z', '.']],
    ['packed with zstd', ['--zstd', '.']],
    ['in the pax format', ['--format=pax', '.']],
    ['in the oldest format', ['--format=v7', 'var']],
  ])('is found in an archive that is %s, among everything else', async (_how, args) => {
    const files = {
      'var/lib/hal0/registry/registry.toml': REGISTRY,
      'var/lib/hal0/other.bin': 'x'.repeat(100_000),
      [`var/lib/hal0/${'long/'.repeat(10)}name.txt`]: 'a',
    };
    await expect(readRegistryBackup(archive(files, args))).resolves.toBe(REGISTRY);
  });

  it('is found under names longer than a header of tar holds', async () => {
    const long = `etc/${'a-very-long-folder-name/'.repeat(12)}file.txt`;
    for (const format of ['gnu', 'pax']) {
      const path = archive({ [long]: 'a', 'registry/registry.toml': REGISTRY }, [
        `--format=${format}`,
        'etc',
        'registry',
      ]);
      await expect(readRegistryBackup(path)).resolves.toBe(REGISTRY);
    }
  });

  it('is the one of the whole system when there are several', async () => {
    const files = { 'registry.toml': 'old', 'var/lib/hal0/registry/registry.toml': REGISTRY };
    await expect(readRegistryBackup(archive(files, ['registry.toml', 'var']))).resolves.toBe(REGISTRY);
  });

  it.each<[string, readonly string[], string]>([
    ['an absolute path', ['-P', '--transform=s,^other,/etc/other,', 'registry.toml', 'other'], 'absolute path'],
    ['a way out of its folder', ['-P', '--transform=s,^other,a/../../other,', 'registry.toml', 'other'], 'leads out'],
  ])('is not taken from an archive with %s', async (_what, args, reason) => {
    const path = archive({ 'registry.toml': REGISTRY, other: 'x' }, args);
    await code(path).toMatchObject({ code: 'registry.backup_invalid', message: expect.stringContaining(reason) });
  });

  it.each<[string, (folder: string) => void]>([
    ['a link', (folder) => symlinkSync('/etc/passwd', join(folder, 'link'))],
    ['a second name of a file', (folder) => execFileSync('ln', [join(folder, 'registry.toml'), join(folder, 'hard')])],
    ['a pipe', (folder) => execFileSync('mkfifo', [join(folder, 'pipe')])],
  ])('is not taken from an archive with %s', async (_what, prepare) => {
    const path = archive({ 'registry.toml': REGISTRY }, ['.'], prepare);
    await code(path).toMatchObject({ message: expect.stringContaining('a link or a device') });
  });

  it('is not taken from what is no archive, not a whole one, or has none', async () => {
    const path = archive({ 'registry.toml': 'x'.repeat(50_000) }, ['registry.toml']);
    truncateSync(path, 20_000);
    await code(path).toThrow('It ends too early');
    const packed = archive({ 'registry.toml': `${Math.random()}`.repeat(5_000) }, ['-z', 'registry.toml']);
    truncateSync(packed, 100);
    await code(packed).toThrow('damaged, or not a whole one');
    writeFileSync(path, REGISTRY.repeat(50));
    await code(path).toThrow('It is no tar archive');
    writeFileSync(path, '');
    await code(path).toThrow('It is no tar archive');
    await code(archive({ 'etc/hal0.toml': '' }, ['etc'])).toThrow('There is no var/lib/hal0/registry/registry.toml');
    await code(archive({ 'registry.toml': REGISTRY }, ['-J', 'registry.toml'])).toThrow('Unpack it first: xz -dk');
    await code(join(dirname(path), 'nowhere')).toMatchObject({ code: 'ENOENT' });
  });

  it('leaves nothing behind', async () => {
    const path = archive({ 'registry.toml': REGISTRY }, ['.']);
    const before = readdirSync(dirname(path));
    await readRegistryBackup(path);
    expect(readdirSync(dirname(path))).toEqual(before);
  });
});

import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryHome } from '../testing/temporary-home.js';
import { readTextFile, writeFileAtomic } from './atomic-file.js';

const homes: (() => void)[] = [];
afterEach(() => homes.splice(0).forEach((remove) => remove()));

function folder(): string {
  const { home, remove } = temporaryHome();
  homes.push(remove);
  return home;
}

describe('writeFileAtomic', () => {
  it('makes the folder, the file and its mode', async () => {
    const file = join(folder(), 'a/b/keys.json');
    await writeFileAtomic(file, 'secret', { mode: 0o600 });
    expect(readFileSync(file, 'utf8')).toBe('secret');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('leaves the old file as it was, and nothing else, when writing fails', async () => {
    const target = join(folder(), 'config.toml');
    mkdirSync(target);
    writeFileSync(join(target, 'inside'), 'x');
    await expect(writeFileAtomic(target, 'new')).rejects.toThrow();
    expect(readdirSync(join(target, '..'))).toEqual(['config.toml']);
    expect(readdirSync(target)).toEqual(['inside']);
  });

  it('leaves one whole text when many write at once', async () => {
    const file = join(folder(), 'state.json');
    const texts = Array.from({ length: 20 }, (_, n) => String(n).repeat(10_000));
    await Promise.all(texts.map((text) => writeFileAtomic(file, text)));
    expect(texts).toContain(readFileSync(file, 'utf8'));
    expect(readdirSync(join(file, '..'))).toEqual(['state.json']);
  });
});

describe('readTextFile', () => {
  it('tells a missing file from an empty one', async () => {
    const file = join(folder(), 'x');
    expect(await readTextFile(file)).toBeUndefined();
    writeFileSync(file, '');
    expect(await readTextFile(file)).toBe('');
  });
});

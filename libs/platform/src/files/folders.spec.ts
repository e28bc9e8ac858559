import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFileAtomic } from './atomic-file.js';
import {
  copyFileTo,
  createFileExclusive,
  ensureFolder,
  keepPrivate,
  moveFolder,
  removeEmptyFolder,
  removeTree,
} from './folders.js';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'hal0-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe('folders', () => {
  it('are made with those above them, and left alone when they are there', async () => {
    await ensureFolder(join(home, 'a/b'), 0o700);
    await ensureFolder(join(home, 'a/b'), 0o755);
    expect(statSync(join(home, 'a/b')).mode & 0o777).toBe(0o700);
  });

  it('move in one step, with everything in them', async () => {
    await writeFileAtomic(join(home, 'a/x'), 'x');
    await moveFolder(join(home, 'a'), join(home, 'b'));
    expect([existsSync(join(home, 'a')), readFileSync(join(home, 'b/x'), 'utf8')]).toEqual([false, 'x']);
  });

  it('go with everything in them, and may be gone already', async () => {
    await writeFileAtomic(join(home, 'a/x'), 'x');
    await removeTree(join(home, 'a'));
    await removeTree(join(home, 'a'));
    expect(existsSync(join(home, 'a'))).toBe(false);
  });

  it('go when they are empty, and stay with anything in them', async () => {
    await writeFileAtomic(join(home, 'full/x'), 'x');
    await ensureFolder(join(home, 'empty'));
    for (const name of ['full', 'empty', 'nowhere', 'full/x']) await removeEmptyFolder(join(home, name));
    expect([existsSync(join(home, 'full/x')), existsSync(join(home, 'empty'))]).toEqual([true, false]);
  });
});

describe('copyFileTo', () => {
  it('keeps the permission to execute', async () => {
    await writeFileAtomic(join(home, 'tool'), '#!/bin/sh', { mode: 0o755 });
    await copyFileTo(join(home, 'tool'), join(home, 'copy'));
    expect(statSync(join(home, 'copy')).mode & 0o777).toBe(0o755);
  });
});

describe('createFileExclusive', () => {
  it('lets one of many be first', async () => {
    const tries = await Promise.all(['a', 'b', 'c'].map((text) => createFileExclusive(join(home, 'lock'), text)));
    expect(tries.filter(Boolean)).toHaveLength(1);
  });
});

describe('keepPrivate', () => {
  it('shuts everybody else out', async () => {
    const file = join(home, 'api.env');
    await writeFileAtomic(file, 'HF_TOKEN=x', { mode: 0o644 });
    await keepPrivate(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { SpoolFile } from './spool-file.js';

describe('SpoolFile', () => {
  it('gives back what was put into it, any stretch and twice, and leaves no name behind', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hal0-spool-'));
    const spool = await SpoolFile.open(join(folder, 'uploads'));
    const bytes = Buffer.alloc(700_000, 'abcdefg');
    await spool.append(bytes.subarray(0, 10));
    await spool.append(bytes.subarray(10));
    expect(spool.size).toBe(bytes.length);
    expect(readdirSync(join(folder, 'uploads'))).toEqual([]);
    const [all, part] = await Promise.all([buffer(spool.read(0, spool.size)), buffer(spool.read(5, 9))]);
    expect(all.equals(bytes)).toBe(true);
    expect(part.toString()).toBe('fgab');
    await spool.close();
    rmSync(folder, { recursive: true });
  });
});

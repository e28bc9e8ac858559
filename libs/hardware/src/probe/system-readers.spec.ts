import { SystemProcesses } from '@hal0/platform';
import { temporaryHome } from '@hal0/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { systemReaders } from './system-readers.js';

const readers = systemReaders(new SystemProcesses());
const { home, remove } = temporaryHome();
afterAll(remove);
beforeAll(() => {
  writeFileSync(`${home}/b`, 'text\n');
  mkdirSync(`${home}/a`);
  symlinkSync('../drivers/amdgpu', `${home}/driver`);
});

describe('systemReaders', () => {
  it('reads files, folders, links and free space', async () => {
    expect(await readers.read(`${home}/b`)).toBe('text\n');
    expect(await readers.list(home)).toEqual(['a', 'b', 'driver']);
    expect(await readers.link(`${home}/driver`)).toBe('../drivers/amdgpu');
    expect(await readers.freeBytes(home)).toBeGreaterThan(0);
    expect(await readers.node('/dev/null')).toEqual({ gid: 0, accessible: true });
  });

  it('takes for absent what is absent, of another kind or odd', async () => {
    expect(await readers.read(`${home}/a`)).toBeUndefined();
    expect(await readers.read(`${home}/nothing`)).toBeUndefined();
    expect(await readers.list(`${home}/b`)).toEqual([]);
    expect(await readers.link(`${home}/b`)).toBeUndefined();
    expect(await readers.node(`${home}/nothing`)).toBeUndefined();
    expect(await readers.freeBytes(`${home}/nothing`)).toBeUndefined();
  });

  it('tells the exit code of a tool, and what it wrote', async () => {
    expect(await readers.run('sh', ['-c', 'echo out; echo err >&2; exit 9'], 5_000)).toEqual({
      status: 9,
      stdout: 'out',
    });
  });

  it.each([
    ['is missing', 'no-such-tool', []],
    ['takes too long', 'sleep', ['60']],
    ['is ended by a signal', 'sh', ['-c', 'kill -9 $$']],
  ])('answers -1 for a tool that %s', async (_what, command, args) => {
    expect(await readers.run(command, args, 300)).toEqual({ status: -1, stdout: '' });
  });

  it('asks tools for plain English', async () => {
    const { stdout } = await readers.run('sh', ['-c', 'echo $LC_ALL'], 5_000);
    expect(stdout).toBe('C');
  });
});

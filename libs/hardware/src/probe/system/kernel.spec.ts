import { describe, expect, it } from '@jest/globals';
import { fixtureReaders } from '../../testing/fixture-readers.js';
import { parseKernel, parseOsRelease, readDistro } from './kernel.js';

describe('parseKernel', () => {
  it.each([
    ['Linux version 6.6.87.2-microsoft-standard-WSL2 (root@host)', '6.6.87.2-microsoft-standard-WSL2', true],
    ['Linux version 4.4.0-19041-Microsoft (Microsoft@Microsoft.com)', '', true],
    ['Linux version 6.12.0-custom', '6.12.0-wsl-mine', true],
    ['Linux version 6.14.11-2-pve (build@proxmox)', '6.14.11-2-pve\n', false],
  ])('%s (%s): WSL %s', (version, osrelease, wsl) => {
    expect(parseKernel(version, osrelease, '').wsl).toBe(wsl);
  });

  it('takes the release from the version when the other file is hidden', () => {
    expect(parseKernel('Linux version 6.1.0-37-amd64 (debian) #1', '', 'ro quiet\n')).toMatchObject({
      release: '6.1.0-37-amd64',
      commandLine: 'ro quiet',
    });
  });
});

describe('parseOsRelease', () => {
  it('prefers the pretty name, with or without quotes', () => {
    expect(parseOsRelease('NAME="Arch Linux"\nPRETTY_NAME=Arch\n')).toBe('Arch');
    expect(parseOsRelease("NAME='Void'\n")).toBe('Void');
    expect(parseOsRelease('')).toBe('');
  });

  it('looks where a minimal system keeps it', async () => {
    const files = { '/usr/lib/os-release': 'PRETTY_NAME="Minimal 1"\n' };
    expect(await readDistro(fixtureReaders({ files }))).toBe('Minimal 1');
  });
});

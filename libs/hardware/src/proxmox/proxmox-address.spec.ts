import { describe, expect, it } from '@jest/globals';
import { addressProblem, originOf } from './proxmox-address.js';

describe('addressProblem', () => {
  it.each([
    'pve',
    'pve.local',
    'pve-1.home.arpa',
    '192.168.1.2',
    '10.0.0.1',
    '127.0.0.1',
    'localhost',
    '::1',
    'fd00::1',
    '2001:db8::8006',
  ])('lets %s pass', (host) => {
    expect(addressProblem(host)).toBeUndefined();
  });

  it.each([
    '169.254.169.254',
    '169.254.0.1',
    '::ffff:169.254.169.254',
    'fe80::1',
    'fe80::1%eth0',
    'fd00:ec2::254',
    '0.0.0.0',
    '::',
    '224.0.0.1',
    '255.255.255.255',
    'ff02::1',
    '100.100.100.200',
    '2852039166',
    '0xa9fea9fe',
    '0xa9.0xfe.0xa9.0xfe',
    '0251.0376.0251.0376',
    '169.254.43518',
    '169.254.169.254.',
    '0',
  ])('refuses the address %s', (host) => {
    expect(addressProblem(host)).toContain('not asked');
  });

  it.each([
    '',
    ' ',
    'https://pve',
    'pve/api',
    'pve:8006',
    'root@pve',
    'root:pw@pve',
    'pve?x',
    'pve#x',
    'pve\\x',
    '[::1]',
    'pve pve',
    'pve\n',
    '-pve',
    'pve..lan',
    `${'a'.repeat(64)}.lan`,
  ])('refuses what is no name: %j', (host) => {
    expect(addressProblem(host)).toContain('only the name or the address');
  });
});

describe('originOf', () => {
  it('puts IPv6 addresses into brackets', () => {
    expect(originOf('fd00::1', 8006)).toBe('https://[fd00::1]:8006');
    expect(originOf('pve.local', 443)).toBe('https://pve.local:443');
  });
});

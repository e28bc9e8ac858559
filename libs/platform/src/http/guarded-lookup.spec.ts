import { describe, expect, it } from '@jest/globals';
import { promisify } from 'node:util';
import { guardedLookup, guardedLookupFor, isRefusedAddress } from './guarded-lookup.js';

describe('guardedLookup', () => {
  const resolve = promisify<string, { all?: boolean }, unknown>(guardedLookup);

  it('resolves as usual', async () => {
    expect(await resolve('127.0.0.1', {})).toBe('127.0.0.1');
    expect(await resolve('127.0.0.1', { all: true })).toEqual([{ address: '127.0.0.1', family: 4 }]);
  });

  it('finds a refused address behind another spelling', async () => {
    await expect(resolve('2852039166', {})).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
  });

  it('finds a refused address as a translator to IPv4 writes it', async () => {
    await expect(resolve('64:ff9b::a9fe:a9fe', {})).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
  });

  it('refuses what its user refuses', async () => {
    const lookup = promisify<string, { all?: boolean }, unknown>(
      guardedLookupFor((address) => address === '127.0.0.1'),
    );
    await expect(lookup('localhost', {})).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
  });
});

describe('isRefusedAddress', () => {
  it.each([
    ...[
      '169.254.169.254',
      '100.100.100.200',
      '192.0.0.192',
      '168.63.129.16',
      '0.0.0.0',
      '239.1.1.1',
      '255.255.255.255',
    ],
    ...['::', 'fe80::1', 'fe80::1%eth0', 'ff02::1', 'fd00:ec2::254', 'fd20:ce::254'],
    ...['::ffff:169.254.169.254', '::a9fe:a9fe', '64:ff9b::a9fe:a9fe', '64:ff9b::a83f:8110', '64:ff9b:1::a9fe:a9fe'],
    ...['2002:a9fe:a9fe::', '2002:a9fe:a9fe::1', '2002:c000:c0::', '2002:e000:1::'],
  ])('holds for %s', (address) => expect(isRefusedAddress(address)).toBe(true));

  it.each([
    ...['127.0.0.1', '10.0.0.1', '192.168.1.1', '172.16.0.1', '100.64.0.1', '192.0.0.8', '8.8.8.8'],
    ...['::1', '::ffff:127.0.0.1', 'fd12:3456::1', '64:ff9b::808:808', '2002:808:808::1', '2606:4700::1111'],
  ])('does not hold for %s', (address) => expect(isRefusedAddress(address)).toBe(false));
});

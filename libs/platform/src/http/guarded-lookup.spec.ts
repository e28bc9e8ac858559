import { describe, expect, it } from '@jest/globals';
import { promisify } from 'node:util';
import { guardedLookup, guardedLookupFor } from './guarded-lookup.js';

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

import { describe, expect, it } from '@jest/globals';
import { explainAptFailure } from './apt-failure.js';

const explain = (output: string) => explainAptFailure(output, { folder: '/somewhere', maxIndexAgeDays: 90 });

describe('explainAptFailure', () => {
  it.each([
    [
      'E: Release file for http://archive.example/debian/dists/sid/InRelease is expired (invalid since 15d 1h).',
      'older than 90 days',
    ],
    ['E: Release file for x is not valid yet (invalid for another 2d).', 'clock is wrong'],
    [
      "W: GPG error: x InRelease: The following signatures couldn't be verified: NO_PUBKEY 123",
      'debian-archive-keyring',
    ],
    [
      "Err:1 http://archive.example/debian sid InRelease\n  Could not resolve 'archive.example'",
      'could not be reached',
    ],
    ['E: Failed to fetch x  Hash Sum mismatch', 'arrived damaged'],
    ['The following packages have unmet dependencies:\n lemonade-server : Depends: libx', 'do not fit together'],
    ['E: Something apt has never said before', 'Something apt has never said before'],
  ])('says what %s means', (output, meaning) => {
    expect(explain(output)).toMatchObject({ code: 'lemonade.fetch_failed', message: expect.stringContaining(meaning) });
  });

  it.each([
    "E: You don't have enough free space in /x/archives/.",
    'E: Write error - write (28: No space left on device)',
  ])('calls %s a full disk', (output) => {
    expect(explain(output)).toMatchObject({ code: 'system.storage_full', details: { path: '/somewhere' } });
  });

  it("keeps apt's own words for the operator", () => {
    expect(explain('Reading...\nE: first\nW: second')).toMatchObject({ details: { log: ['E: first', 'W: second'] } });
  });
});

import { describe, expect, it } from '@jest/globals';
import { findUnproven, parseDownloadPlan, provenChecksum } from './download-plan.js';
import { readProvenPackages } from './proven-packages.js';

const OUTPUT = `'http://archive.example/debian/pool/main/libc/libcap2/libcap2_2.78-1%2bb1_amd64.deb' libcap2_1%3a2.78-1+b1_amd64.deb 28844 MD5Sum:eb1f
'http://archive.example/debian/pool/main/l/lemonade/lemonade-server_2026.39.1-2_amd64.deb' lemonade-server_2026.39.1-2_amd64.deb 100 SHA256:00
Some other word of apt's`;
const proven = [{ name: 'lemonade-server', version: '2026.39.1-2', architecture: 'amd64', sha256: 'abc' }];

describe('parseDownloadPlan', () => {
  it('reads names, versions with epochs, and sizes', () => {
    expect(parseDownloadPlan(OUTPUT)).toEqual([
      { name: 'libcap2', version: '1:2.78-1+b1', fileName: 'libcap2_1%3a2.78-1+b1_amd64.deb', sizeBytes: 28_844 },
      {
        name: 'lemonade-server',
        version: '2026.39.1-2',
        fileName: 'lemonade-server_2026.39.1-2_amd64.deb',
        sizeBytes: 100,
      },
    ]);
  });
});

describe('the proven packages', () => {
  it('tell which of a plan is not as proven', () => {
    expect(findUnproven(parseDownloadPlan(OUTPUT), proven)).toEqual(['libcap2']);
  });

  it('give a checksum only for the same version', () => {
    const [other, same] = parseDownloadPlan(OUTPUT);
    expect([provenChecksum(other!, proven), provenChecksum(same!, proven)]).toEqual([undefined, 'abc']);
  });

  it('are committed with version and SHA-256 each, lemond among them', () => {
    const { packages, lemonade } = readProvenPackages();
    expect(packages.find(({ name }) => name === 'lemonade-server')?.version).toBe(lemonade);
    for (const { sha256 } of packages) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  });
});

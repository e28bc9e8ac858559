import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackupInvalidError } from './backup.errors.js';
import { tarEntries } from './tar-entries.js';

/** A small archive, as `tar` writes it. */
function archive(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'hal0-tar-'));
  try {
    writeFileSync(join(folder, 'registry.toml'), 'a = 1\n'.repeat(300));
    writeFileSync(join(folder, 'other'), 'b');
    return execFileSync('tar', ['-C', folder, '-cf', '-', 'other', 'registry.toml']);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer, void> {
  for (let from = 0; from < bytes.length; from += size) yield Promise.resolve(bytes.subarray(from, from + size));
}

async function read(bytes: Buffer, pieces: number) {
  const entries = [];
  for await (const entry of tarEntries(inPieces(bytes, pieces), (name) => name === 'registry.toml'))
    entries.push(entry);
  return entries;
}

describe('reading a tar archive', () => {
  const whole = archive();

  it('gives the same in pieces of any size', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 5_000 }), async (pieces) => {
        const entries = await read(whole, pieces);
        expect(entries.map(({ name }) => name)).toEqual(['other', 'registry.toml']);
        expect(entries[1]?.content?.toString()).toBe('a = 1\n'.repeat(300));
      }),
      { numRuns: 30 },
    );
  });

  it('comes to an end with an error of its own, or none, whatever bytes are changed or missing', async () => {
    const changes = fc.array(fc.tuple(fc.nat(4_000), fc.nat(255)), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(changes, fc.nat(10_000), async (changed, length) => {
        const bytes = Buffer.from(whole.subarray(0, length));
        for (const [at, byte] of changed) if (at < bytes.length) bytes[at] = byte;
        try {
          for (const { content, sizeBytes } of await read(bytes, 700))
            expect(content?.length ?? sizeBytes).toBe(sizeBytes);
        } catch (error) {
          expect(error).toBeInstanceOf(BackupInvalidError);
        }
      }),
    );
  });
});

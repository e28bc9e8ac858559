import { afterEach, describe, expect, it } from '@jest/globals';
import { assert, constantFrom, dictionary, property, string, stringMatching } from 'fast-check';
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryHome } from '../testing/temporary-home.js';
import { parseEnvFile, writeEnvFile } from './env-file.js';

const homes: (() => void)[] = [];
afterEach(() => homes.splice(0).forEach((remove) => remove()));

async function written(values: Record<string, string>): Promise<{ file: string; text: string }> {
  const { home, remove } = temporaryHome();
  homes.push(remove);
  const file = join(home, 'api.env');
  await writeEnvFile(file, new Map(Object.entries(values)), { header: 'Secrets.', mode: 0o600 });
  return { file, text: readFileSync(file, 'utf8') };
}

describe('writeEnvFile', () => {
  it('sorts the names, quotes what needs it, and keeps the file to its owner', async () => {
    const { file, text } = await written({ Z: 'plain-1.2/3', A: 'two words', M: 'say "hi" \\ $HOME `id` #x' });
    expect(text).toBe('# Secrets.\nA="two words"\nM="say \\"hi\\" \\\\ \\$HOME \\`id\\` #x"\nZ=plain-1.2/3\n');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('means the same to a shell', async () => {
    const value = 'a "b" $HOME \\ `id` \'c\' #d ; e & f';
    const { file } = await written({ TOKEN: value });
    const told = execFileSync('sh', ['-c', '. "$1"; printf %s "$TOKEN"', 'sh', file], { encoding: 'utf8' });
    expect(told).toBe(value);
  });

  it.each([
    [{ 'A B': 'x' }, /not a name/],
    [{ A: 'x\ny' }, /more than one line/],
  ])('refuses %j', async (values, reason) => {
    await expect(written(values as unknown as Record<string, string>)).rejects.toThrow(reason);
  });

  it('is read back as it was', async () => {
    const oneLine = string({ unit: constantFrom('a', ' ', '"', "'", '\\', '$', '#', '=', '`', 'é', ';') });
    const cases: Record<string, string>[] = [];
    assert(
      property(dictionary(stringMatching(/^[A-Z][A-Z0-9_]{0,6}$/), oneLine, { noNullPrototype: true }), (values) => {
        cases.push(values);
      }),
      { seed: 1, numRuns: 50 },
    );
    for (const values of cases) {
      const { text } = await written(values);
      expect(Object.fromEntries(parseEnvFile(text))).toEqual(values);
    }
  });
});

describe('parseEnvFile', () => {
  it('reads what people write', () => {
    const text = '# mine\nexport A=1\nB = \'x y\'  # why\n\n;C=no\nD="q\\"q"\r\nE=v # comment\nnot a line\nA=2\n';
    expect(Object.fromEntries(parseEnvFile(text))).toEqual({ A: '2', B: 'x y', D: 'q"q', E: 'v' });
  });
});

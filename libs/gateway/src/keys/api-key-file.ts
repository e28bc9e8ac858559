import { readTextFile, writeFileAtomic } from '@hal0/platform';
import { asApiKey, type ApiKey } from './api-key.js';

const FINGERPRINT = /^[0-9a-f]{64}$/;

/** None when there is no file. @throws the error of a file that may not be read, SyntaxError for one that makes no sense */
export async function readApiKeys(file: string): Promise<ApiKey[]> {
  const text = await readTextFile(file);
  if (text === undefined) return [];
  const { keys } = JSON.parse(text) as { keys?: unknown };
  if (!Array.isArray(keys)) throw new SyntaxError('there is no list "keys" in it');
  return keys.map((key: unknown, index) => readApiKey(key, index));
}

export async function writeApiKeys(file: string, keys: Iterable<ApiKey>): Promise<void> {
  const facts = [...keys].map(({ grant: _grant, ...rest }) => rest);
  await writeFileAtomic(file, `${JSON.stringify({ keys: facts }, null, 2)}\n`, { mode: 0o600 });
}

/** A limit that is not understood must not become no limit, so everything is checked. */
function readApiKey(value: unknown, index: number): ApiKey {
  const { name, fingerprint, slots, localOnly, createdAt, lastUsedAt } = (value ?? {}) as Record<string, unknown>;
  if (
    typeof name === 'string' &&
    typeof fingerprint === 'string' &&
    FINGERPRINT.test(fingerprint) &&
    (slots === null || isTexts(slots)) &&
    typeof localOnly === 'boolean' &&
    typeof createdAt === 'string' &&
    (lastUsedAt === null || typeof lastUsedAt === 'string')
  ) {
    return asApiKey({ name, fingerprint, slots, localOnly, createdAt, lastUsedAt });
  }
  throw new SyntaxError(`key ${index + 1} of it makes no sense`);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

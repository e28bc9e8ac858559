import { readTextFile, writeFileAtomic } from '@hal0/platform';

/** What lemond asks for on its API and on its `/internal` routes, so that other users of the box cannot reach it. */
export interface LemondKeys {
  api: string;
  admin: string;
}

/** The kept keys, or new ones that only the owner may read. @param random gives an unguessable text at each call */
export async function readOrCreateKeys(file: string, random: () => string): Promise<LemondKeys> {
  const kept = parseKeys(await readTextFile(file));
  if (kept) return kept;
  const keys: LemondKeys = { api: random(), admin: random() };
  await writeFileAtomic(file, `${JSON.stringify(keys)}\n`, { mode: 0o600 });
  return keys;
}

function parseKeys(text: string | undefined): LemondKeys | undefined {
  try {
    const { api, admin } = JSON.parse(text ?? '') as Partial<LemondKeys>;
    return typeof api === 'string' && api && typeof admin === 'string' && admin ? { api, admin } : undefined;
  } catch {
    return undefined;
  }
}

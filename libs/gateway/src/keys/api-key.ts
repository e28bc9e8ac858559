import type { Grant } from '@hal0/dispatcher';
import { hash, randomBytes } from 'node:crypto';

/** A key as hal0 keeps it: what it allows, and the fingerprint it is known by. */
export interface ApiKey {
  readonly name: string;
  /** SHA-256, in hex. The key itself is 256 random bits, which no list of guesses reaches. */
  readonly fingerprint: string;
  /** null for all. */
  readonly slots: readonly string[] | null;
  readonly localOnly: boolean;
  /** ISO 8601, as is the next. */
  readonly createdAt: string;
  lastUsedAt: string | null;
  /** The same limits, for the requests of its client. */
  readonly grant: Grant;
}

export type ApiKeyFacts = Omit<ApiKey, 'grant'>;

export function asApiKey(facts: ApiKeyFacts): ApiKey {
  const { name, slots, localOnly } = facts;
  return { ...facts, grant: { keyName: name, slots: slots && new Set(slots), localOnly } };
}

/** Whether it opens no more than some routes; such a key must not be able to make itself a better one. */
export function isLimited({ slots, localOnly }: ApiKey): boolean {
  return slots !== null || localOnly;
}

export function newKey(): string {
  return `hal0_${randomBytes(32).toString('base64url')}`;
}

export function fingerprintOf(key: string): string {
  return hash('sha256', key, 'hex');
}

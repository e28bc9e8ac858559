import { redact } from '@hal0/platform';

const SECRET_NAME =
  /(secret|token|password|passwd|passphrase|credential|salt|api_?key|private_?key|auth_value|(^|_)key)/i;
const LONGEST = 60;

/** A value as a message may quote it: what looks like a credential is not shown, what is long is cut. */
export function shownValue(key: string, value: unknown): string {
  if (SECRET_NAME.test(key)) return 'not that (not shown, because it may be a secret)';
  return redact(tomlWords(value)).replace(/(\/\/)[^/@\s"]+@/, '$1…@');
}

function tomlWords(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(shortened(value));
  if (value instanceof Date) return 'a date or time';
  if (Array.isArray(value)) {
    return value.some(isComplex) ? 'a list of tables or lists' : shortened(`[${value.map(tomlWords).join(', ')}]`);
  }
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint'
    ? String(value)
    : 'a table';
}

const isComplex = (value: unknown): boolean => typeof value === 'object' && !(value instanceof Date);

const shortened = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

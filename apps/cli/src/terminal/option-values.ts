import { InvalidArgumentError } from 'commander';

export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value)) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

export function notNegative(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0) || !Number.isFinite(value))
    throw new InvalidArgumentError('It must be a number, 0 or more.');
  return value;
}

export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

/** For a list that is given at most `limit` rows at once. */
export const pageSize = (limit: number) => (text: string) => {
  const count = wholeNumber(text);
  if (count < 1 || count > limit) throw new InvalidArgumentError(`It must be between 1 and ${limit}.`);
  return count;
};

/** Gathers an option that may be given several times. */
export const collected = (text: string, before: readonly string[] = []): string[] => [...before, text];

/** Gathers names, which may come in several words or in one with commas. */
export const collectedNames = (text: string, before: readonly string[] = []): string[] => [
  ...before,
  ...text.split(',').filter(Boolean),
];

export function portNumber(text: string): number {
  const port = wholeNumber(text);
  if (port > 65_535) throw new InvalidArgumentError('A port is at most 65535.');
  return port;
}

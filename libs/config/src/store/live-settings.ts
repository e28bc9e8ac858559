import { dottedPath } from '@hal0/platform';
import { isDeepStrictEqual } from 'node:util';
import { isTable } from '../layers/config-layer.js';
import { appliesAt } from './setting-applies.js';

/** Brings `live` up to `next` as far as that acts at once. Nested objects stay the ones that somebody may hold. */
export function adoptImmediate(live: object, next: object): void {
  for (const difference of differences(live, next, [])) {
    if (appliesAt(difference.path) === 'immediate') difference.adopt();
  }
}

/** Dotted paths whose value in `next` is not the one in `live`. */
export function differingPaths(live: object, next: object): string[] {
  return differences(live, next, []).map(({ path }) => path);
}

interface Difference {
  path: string;
  adopt: () => void;
}

function differences(live: object, next: object, parts: readonly string[]): Difference[] {
  const mine = new Map<string, unknown>(Object.entries(live));
  const theirs = new Map<string, unknown>(Object.entries(next));
  return [...new Set([...mine.keys(), ...theirs.keys()])].flatMap((key) => {
    const path = [...parts, key];
    const [before, after] = [mine.get(key), theirs.get(key)];
    if (isTable(before) && isTable(after)) return differences(before, after, path);
    if (isDeepStrictEqual(before, after)) return [];
    const adopt = () => void (after === undefined ? Reflect.deleteProperty(live, key) : Reflect.set(live, key, after));
    return [{ path: dottedPath(path), adopt }];
  });
}

import { quantizationIn } from '../hub/file-names.js';
import type { Model, ModelSource } from '../model.js';
import { ModelExistsError } from '../registry.errors.js';

/**
 * A newer state of a model, with what people gave the one that is there.
 * @throws ModelExistsError when it may not, see {@link mayRenew}
 */
export function renewed(existing: Model, fresh: Model): Model {
  if (!mayRenew(existing, fresh.source)) throw new ModelExistsError(existing.id);
  const { license, defaults, toy, createdAt } = existing;
  const name = isSameButForQuantization(existing.name, fresh.name) ? fresh.name : existing.name;
  const isBlindNow = hasProjector(existing) && !hasProjector(fresh);
  const kept = existing.labels.filter((label) => label !== VISION || !isBlindNow);
  const labels = [...new Set([...kept, ...fresh.labels])];
  return { ...fresh, name, labels, license: license ?? fresh.license, defaults, toy, createdAt };
}

/** A name that hal0 gave for a variant is not that of another one. */
function isSameButForQuantization(before: string, now: string): boolean {
  const [stem, newStem] = [before, now].map((name) => {
    const [, words, last = ''] = /^(.+) (\S+)$/.exec(name) ?? [];
    return quantizationIn(last) === null ? undefined : words;
  });
  return stem !== undefined && stem === newStem;
}

const VISION = 'vision';
const hasProjector = ({ files }: Model): boolean => files.some(({ role }) => role === 'mmproj');

/**
 * Whether files from `source` are a newer state of a model: it came from there itself, or it cannot be loaded as it is and is
 * got again.
 */
export function mayRenew({ source, state }: Pick<Model, 'source' | 'state'>, from: ModelSource | null): boolean {
  return state !== 'ready' || isSamePlace(source, from);
}

/** Whether both were got from one place. */
export function isSamePlace(a: ModelSource | null, b: ModelSource | null): boolean {
  if (!a || !b) return false;
  const isSame = (field: 'repository' | 'url' | 'catalogueId') => a[field] !== null && a[field] === b[field];
  return isSame('repository') || isSame('url') || isSame('catalogueId');
}

import { distance } from 'fastest-levenshtein';

/** Nobody mistypes a name into one that is longer. */
const LONGEST = 64;

/** The candidate that somebody most likely meant by `word`; undefined when none is near. */
export function didYouMean(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > LONGEST) return undefined;
  const plain = plainly(word);
  const longer = candidates.filter((candidate) => plain.length > 3 && candidate.startsWith(`${plain}_`));
  const [nearest] = candidates
    .map((candidate) => ({ candidate, far: distance(plain, plainly(candidate)) }))
    .filter(({ candidate, far }) => far <= tolerance(Math.min(plain.length, candidate.length)))
    .sort((a, b) => a.far - b.far);
  return nearest?.candidate ?? (longer.length === 1 ? longer[0] : undefined);
}

/** Two letters swapped count as two changes, so that a short word may have as many. */
const tolerance = (length: number): number => (length < 4 ? 1 : length < 9 ? 2 : 3);

const plainly = (word: string): string => word.toLowerCase().replaceAll(/[-. ]/g, '_');

import { LemonadeFetchFailedError } from '../../lemonade.errors.js';
import { StorageFullError } from '@hal0/platform';

const CAUSES: readonly [RegExp, (maxIndexAgeDays: number) => string][] = [
  [
    /is expired|invalid since/i,
    (days) =>
      `The package index of this machine's Debian archive is older than ${days} days. Use a fresher mirror in apt's sources, or allow an older index with [lemonade].max_index_age_days in hal0.toml.`,
  ],
  [
    /is not valid yet/i,
    () => "The package index lies in the future: this machine's clock is wrong. Set it and try again.",
  ],
  [
    /NO_PUBKEY|BADSIG|not signed|signatures? (?:were|was|couldn)/i,
    () =>
      'The signature of the package index could not be verified. Update the keyring: apt-get install debian-archive-keyring',
  ],
  [
    /Could not resolve|Temporary failure|Could not connect|Unable to connect|Connection (?:timed out|refused|failed)|Network is unreachable|407 +Proxy/i,
    () => 'The Debian archive could not be reached. Check the network (and the proxy variables), then try again.',
  ],
  [/Hash Sum mismatch/i, () => 'A package arrived damaged, or the mirror is being updated. Try again in some minutes.'],
  [
    /unmet dependencies|Unable to locate package|has no installation candidate|held broken packages/i,
    () =>
      "The archive's current packages do not fit together. Try again later, or use another mirror in apt's sources.",
  ],
];

/** What apt's words mean to the person who waits for the runtime. */
export function explainAptFailure(
  output: string,
  { folder, maxIndexAgeDays }: { folder: string; maxIndexAgeDays: number },
): Error {
  if (/No space left|Disk quota|enough free space/i.test(output))
    return new StorageFullError(folder, new Error(output));
  const log = output.split('\n').filter((line) => /^[EW]:|^Err:/.test(line));
  const cause = CAUSES.find(([pattern]) => pattern.test(output));
  return new LemonadeFetchFailedError(
    cause?.[1](maxIndexAgeDays) ?? `apt could not fetch the runtime: ${log[0] ?? 'it did not say why'}`,
    log,
  );
}

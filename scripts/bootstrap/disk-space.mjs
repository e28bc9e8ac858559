import { statfsSync } from 'node:fs';
import { CLONE } from './clone.mjs';
import { Failure } from './failure.mjs';

/** Packages and build take 900 MB of the clone's disk, the runtime another 250 MB. */
const NEEDED_BYTES = 1.2e9;

/**
 * npm writes cut-off files without a word when the disk is full, so the space is looked at before.
 * @throws Failure when there is too little
 */
export function requireDiskSpace() {
  const { bavail, bsize } = statfsSync(CLONE);
  const free = bavail * bsize;
  if (free >= NEEDED_BYTES) return;
  const gigabytes = (bytes) => `${(bytes / 1e9).toFixed(1)} GB`;
  throw new Failure(
    `The disk of ${CLONE} has ${gigabytes(free)} left; hal0 needs about ${gigabytes(NEEDED_BYTES)}. Free some and run the command again.`,
  );
}

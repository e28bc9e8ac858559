/** A failure that has been explained to the user in full: no stack trace is wanted. */
export class Failure extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Ctrl-C, a closed terminal, or a stop from outside. */
export class Interrupted extends Error {
  constructor(signal) {
    super(`interrupted by ${signal}`);
    this.signal = signal;
  }
}

/** Signs in the output of npm, tsc or apt, and what they mean for the person at the keyboard. First match wins. */
const CAUSES = [
  [
    /ENOSPC|no space left on device|EDQUOT|disk quota exceeded/i,
    'No space is left on the disk. Free some (about 2 GB are needed) and run the command again.',
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|network (request|connectivity)|socket hang up|Temporary failure resolving|Could not resolve/i,
    'The package server cannot be reached. Check the network connection (and the proxy settings of npm) and run the command again.',
  ],
  [
    /SELF_SIGNED_CERT|UNABLE_TO_(GET_ISSUER|VERIFY)|CERT_(UNTRUSTED|HAS_EXPIRED)|certificate verif/i,
    'The certificate of the package server is not trusted here. Behind a proxy with a certificate of its own, name it: npm config set cafile FILE.',
  ],
  [
    /\bE40[13]\b/,
    'The package server refused the request. Check the registry and the credentials in the npm configuration.',
  ],
  [
    /EINTEGRITY/,
    'A downloaded package is not what the lock file says. Empty the npm cache (npm cache clean --force) and run the command again.',
  ],
  [
    /Missing: .* from lock file|can only install packages when your package\.json and package-lock\.json/i,
    'package.json and package-lock.json do not belong together. Restore both from the repository.',
  ],
  [
    /\bE(ACCES|PERM|ROFS)\b|permission denied|read-only file system/i,
    'A file could not be written. Check who owns the clone and the npm cache.',
  ],
  [/heap out of memory|Cannot allocate memory|ENOMEM/i, 'The machine ran out of memory.'],
];

/** One sentence on why a command failed, or undefined when its output shows no known sign. */
export function causeOf(output) {
  return CAUSES.find(([sign]) => sign.test(output))?.[1];
}

import { LemonadeRuntimeMissingError } from '../../lemonade.errors.js';
import { findOnPath } from '../find-on-path.js';

const OTHERWISE =
  'Or install Lemonade Server (https://lemonade-server.ai) so that lemond is on the PATH, or name a running one with [lemonade].url in hal0.toml.';

export interface Host {
  /** As in `process.platform` and `process.arch`. */
  platform: string;
  architecture: string;
  path: string | undefined;
}

/** @throws LemonadeRuntimeMissingError saying what to install, when packages cannot be unpacked on this machine. */
export function assertHostCanUnpack({ platform, architecture, path }: Host): void {
  if (platform !== 'linux' || architecture !== 'x64') {
    throw new LemonadeRuntimeMissingError(
      `lemond is not on the PATH, and hal0 can fetch it only for Linux on x86-64, not for ${platform} on ${architecture}.`,
      OTHERWISE.replace(/^Or i/, 'I'),
    );
  }
  const missing = ['apt-get', 'dpkg-deb'].filter((tool) => !findOnPath(tool, path));
  if (missing.length) {
    throw new LemonadeRuntimeMissingError(
      `lemond is not on the PATH, and hal0 cannot fetch it, because ${missing.join(' and ')} of Debian's package tools ${missing.length > 1 ? 'are' : 'is'} missing.`,
      `Install the packages apt and dpkg. ${OTHERWISE}`,
    );
  }
}

export const keyringMissing = (keyring: string): Error =>
  new LemonadeRuntimeMissingError(
    `The keys that Debian signs its packages with are not at ${keyring}.`,
    `Install them: apt-get install debian-archive-keyring. ${OTHERWISE}`,
  );

export const archiveMissing = (): Error =>
  new LemonadeRuntimeMissingError(
    'apt on this machine knows no Debian archive, so there is nowhere to fetch lemond from.',
    `Add one, e.g. in /etc/apt/sources.list.d/debian.sources (hal0 reads only its address; nothing is installed). ${OTHERWISE}`,
  );

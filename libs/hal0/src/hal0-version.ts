import { readFileSync } from 'node:fs';

/** The release that is running, e.g. `0.1.0`. */
export const HAL0_VERSION: string = readVersion();

function readVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL(import.meta.resolve('@hal0/hal0/package.json')), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}

import { readFileSync } from 'node:fs';

export interface DebianPackage {
  name: string;
  version: string;
  architecture: string;
  /** Of the package file, in hex. */
  sha256: string;
}

/** The packages that the contract suite was run with. */
export interface ProvenPackages {
  suite: string;
  /** Version of lemond among them. */
  lemonade: string;
  packages: readonly DebianPackage[];
}

/** Read from the library's own data folder, which lies beside `src` and `dist` alike. */
export function readProvenPackages(): ProvenPackages {
  const file = new URL('../../../data/debian-packages.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as ProvenPackages;
}

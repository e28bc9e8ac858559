import { readFileSync } from 'node:fs';

export interface PreferredPackage {
  name: string;
  version: string;
  /** Of the package file, in hex; absent where only the version matters. */
  sha256?: string;
}

export interface DebianPackage extends PreferredPackage {
  architecture: string;
  sha256: string;
}

/** Versions to prefer wherever the archive still has them. */
export interface PreferredPackages {
  suite: string;
  packages: readonly PreferredPackage[];
}

/** The packages that the contract suite was run with. */
export interface ProvenPackages extends PreferredPackages {
  /** Version of lemond among them. */
  lemonade: string;
  packages: readonly DebianPackage[];
}

export function readProvenPackages(): ProvenPackages {
  return read('debian-packages.json') as ProvenPackages;
}

/** Packages of llama.cpp on Vulkan that were tried with {@link readProvenPackages}. */
export function readVulkanPackages(): PreferredPackages {
  return read('debian-vulkan-packages.json') as PreferredPackages;
}

/** From the library's own data folder, which lies beside `src` and `dist` alike. */
function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(import.meta.resolve(`@hal0/lemonade/data/${name}`)), 'utf8'));
}

import { readTextFile } from '@hal0/platform';
import { basename, dirname } from 'node:path';
import { BundleInvalidError } from '../bundle.errors.js';
import type { BundleManifest } from './bundle-manifest.js';
import { parseManifest } from './parse-manifest.js';

/** A manifest, and the folder its files are below. */
export interface Bundle {
  manifest: BundleManifest;
  folder: string;
}

/**
 * The bundle that `file` describes, or undefined when there is no such file.
 * @throws BundleInvalidError
 */
export async function readManifest(file: string): Promise<Bundle | undefined> {
  const text = await readTextFile(file);
  if (text === undefined) return undefined;
  return { manifest: parseManifest(parse(text, basename(file)), basename(file)), folder: dirname(file) };
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BundleInvalidError(name, { '': (error as Error).message }, error);
  }
}

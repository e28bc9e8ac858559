import { flattenValidationErrors, readTextFile } from '@hal0/platform';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { dirname, join } from 'node:path';
import { BundleInvalidError } from '../bundle.errors.js';
import { BundleManifest } from './bundle-manifest.js';

/** A manifest, and the folder its files are below. */
export interface Bundle {
  manifest: BundleManifest;
  folder: string;
}

/**
 * The bundle in `folder`, or undefined when there is none.
 * @throws BundleInvalidError
 */
export async function readManifest(folder: string): Promise<Bundle | undefined> {
  const file = join(folder, 'bundle.json');
  const text = await readTextFile(file);
  if (text === undefined) return undefined;
  const manifest = plainToInstance(BundleManifest, parse(text, file));
  const faults = validateSync(manifest, { whitelist: true, forbidNonWhitelisted: true });
  if (faults.length) throw new BundleInvalidError(file, flattenValidationErrors(faults));
  const strangers = manifest.slots.filter(({ model }) => !manifest.models.some(({ id }) => id === model));
  if (strangers[0]) {
    throw new BundleInvalidError(file, {
      slots: `the slot ${strangers[0].slot} wants "${strangers[0].model}", which is none of its models`,
    });
  }
  return { manifest, folder: dirname(file) };
}

function parse(text: string, file: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new BundleInvalidError(file, { '': (error as Error).message }, error);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BundleInvalidError(file, { '': 'it is not a JSON object' });
  }
  return value;
}

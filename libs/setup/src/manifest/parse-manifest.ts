import { flattenValidationErrors } from '@hal0/platform';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { BundleInvalidError } from '../bundle.errors.js';
import { BundleManifest } from './bundle-manifest.js';
import type { BundleModel } from './bundle-model.js';

const ORIGINS = ['file', 'catalogue', 'source', 'checkpoint'] as const;

/**
 * A manifest that keeps to the schema.
 * @param name what the person knows it by: a file name
 * @throws BundleInvalidError naming the first field that is wrong
 */
export function parseManifest(value: unknown, name: string): BundleManifest {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BundleInvalidError(name, { '': 'it is not a JSON object' });
  }
  const manifest = plainToInstance(BundleManifest, value);
  const faults = validateSync(manifest, { whitelist: true, forbidNonWhitelisted: true });
  const errors = faults.length ? flattenValidationErrors(faults) : contradictions(manifest);
  if (Object.keys(errors).length) throw new BundleInvalidError(name, errors);
  return manifest;
}

/** What no single field can tell: path to fault. */
function contradictions({ models, slots }: BundleManifest): Record<string, string> {
  const errors: Record<string, string> = {};
  models.forEach((model, at) => {
    const fault = faultOf(model);
    if (fault) errors[`models.${at}`] = `${model.id} ${fault}`;
  });
  slots.forEach(({ slot, model, type, enabled }, at) => {
    const wanted = models.find(({ id }) => id === model);
    if (!wanted) errors[`slots.${at}.model`] = `the slot ${slot} wants "${model}", which is none of its models`;
    else if (type !== undefined && type !== wanted.type) {
      errors[`slots.${at}.type`] = `the slot ${slot} is of type ${type}, and its model is of type ${wanted.type}`;
    }
    if (enabled === false) errors[`slots.${at}.enabled`] = `the slot ${slot} is in the bundle in order to answer`;
  });
  return errors;
}

function faultOf(model: BundleModel): string | undefined {
  const origins = ORIGINS.filter((origin) => model[origin] !== undefined);
  if (origins.length > 1) return `comes from ${origins.join(' and from ')}: one of them has to go`;
  if ((model.file === undefined) !== (model.sha256 === undefined)) return 'needs both file and sha256, or neither';
  if (model.revision !== undefined && model.source === undefined) return 'has a revision without a source';
  return undefined;
}

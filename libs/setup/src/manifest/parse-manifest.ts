import { NPU_SEEDED_SLOTS, RESERVED_SLOT_NAMES, SEEDED_SLOTS } from '@hal0/config';
import { flattenValidationErrors } from '@hal0/platform';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { BundleInvalidError } from '../bundle.errors.js';
import { BundleManifest } from './bundle-manifest.js';
import type { BundleModel } from './bundle-model.js';

/** Of objects and lists in each other; the schema has four. What is deeper would exhaust whoever walks through it. */
const MAX_DEPTH = 16;
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
  if (isDeeperThan(value, MAX_DEPTH)) throw new BundleInvalidError(name, { '': 'what is in it is nested too deeply' });
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
    const own = { ...SEEDED_SLOTS, ...NPU_SEEDED_SLOTS }[slot];
    if (RESERVED_SLOT_NAMES.includes(slot)) {
      errors[`slots.${at}.slot`] = `no slot can be called ${slot}, which means something else to hal0`;
    } else if (!wanted) errors[`slots.${at}.model`] = `the slot ${slot} wants "${model}", which is none of its models`;
    else if ((own ?? type ?? wanted.type) !== wanted.type) {
      errors[`slots.${at}.type`] =
        `the slot ${slot} is of type ${own ?? type}, and its model is of type ${wanted.type}`;
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

/** Goes no deeper than it has to, and takes no call for each level. */
function isDeeperThan(value: object, limit: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth >= limit) return true;
    level = level
      .flatMap((one) => Object.values(one as object) as unknown[])
      .filter((one) => typeof one === 'object' && one !== null);
  }
  return false;
}

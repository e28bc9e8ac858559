import { flattenValidationErrors } from '@hal0/platform';
import { plainToInstance, Type } from 'class-transformer';
import { Equals, IsArray, ValidateNested, validateSync } from 'class-validator';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isModelId } from '../model.js';
import { CatalogueModel } from './catalogue-model.js';

/** The file that comes with hal0. */
const CATALOGUE = fileURLToPath(import.meta.resolve('@hal0/registry/catalogue/models.json'));

class CatalogueDocument {
  @Equals(1)
  schemaVersion: 1;

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => CatalogueModel)
  models: CatalogueModel[];
}

/** The models that come with hal0, in the order in which they are shown. @throws Error naming what is wrong with them */
export function readCatalogue(): readonly CatalogueModel[] {
  return parseCatalogue(JSON.parse(readFileSync(CATALOGUE, 'utf8')));
}

/** @throws Error naming the first thing that breaks the schema */
export function parseCatalogue(value: unknown): readonly CatalogueModel[] {
  const document = plainToInstance(CatalogueDocument, value);
  const faults = validateSync(document, { whitelist: true, forbidNonWhitelisted: true });
  const errors = faults.length ? flattenValidationErrors(faults) : contradictions(document.models);
  const [first] = Object.entries(errors);
  if (first) throw new Error(`The catalogue of models cannot be used: ${first.join(': ')}.`);
  return document.models;
}

/** What no single field can tell. */
function contradictions(models: readonly CatalogueModel[]): Record<string, string> {
  const errors: Record<string, string> = {};
  const ids = models.map(({ id }) => id.toLowerCase());
  models.forEach(({ id, files }, at) => {
    if (!isModelId(id)) errors[`models.${at}.id`] = `"${id}" is not a model id`;
    if (ids.indexOf(id.toLowerCase()) !== at) errors[`models.${at}.id`] = `"${id}" is there twice`;
    const mains = files.filter(({ role }) => role === 'main').length;
    if (mains !== 1) errors[`models.${at}.files`] = `"${id}" has ${mains} main files`;
    else if (files[0]?.role !== 'main') errors[`models.${at}.files`] = `the first file of "${id}" is not its main one`;
  });
  return errors;
}

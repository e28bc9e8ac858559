import { ensureFolder, linkTo } from '@hal0/platform';
import { basename, join } from 'node:path';
import { LemonadeRequestFailedError } from '../lemonade.errors.js';
import { canonicalName, companionsOf, userModelEntry, type RuntimeModel } from './user-models.js';

export interface ImportTarget {
  /** `POST /pull`. */
  pull(body: Readonly<Record<string, unknown>>): Promise<void>;
}

/** Recipes whose model an import finds by itself, beside which it looks for nothing but a projector. */
const IMPORTABLE: readonly string[] = ['llamacpp', 'whispercpp', 'sd-cpp'];

/**
 * Makes a model known to a lemond that does not read user_models.json again: the file is linked to where lemond looks for what it
 * downloaded itself, and imported from there. Source: inference core reference, 2.4a; sources of Lemonade before 10.7.
 * @throws LemonadeRequestFailedError when it cannot be imported
 */
export async function importModel(model: RuntimeModel, lemond: ImportTarget, hub: string): Promise<void> {
  const { id, type, path, checkpoint, recipe } = model;
  const { labels } = userModelEntry(model);
  const body = {
    model_name: canonicalName(id),
    recipe,
    labels,
    embedding: type === 'embedding',
    reranking: type === 'reranking',
    vision: labels.includes('vision'),
  };
  // What the model's server keeps itself is fetched by it, unless it is there.
  if (path === null) return lemond.pull({ ...body, checkpoint: checkpoint ?? '' });
  if (!IMPORTABLE.includes(recipe))
    throw refused(id, `this generation of Lemonade learns of ${recipe} models only when it starts.`);
  const unknown = companionsOf(model).filter(({ role }) => role !== 'mmproj');
  if (unknown.length)
    throw refused(id, `this generation of Lemonade imports no ${unknown.map(({ role }) => role).join(', ')}.`);
  const folder = join(hub, `models--${id.replaceAll('/', '-')}`);
  await ensureFolder(folder);
  const parts = model.files?.filter(({ role }) => role === 'shard' || role === 'mmproj') ?? [];
  for (const file of [path, ...parts.map((part) => part.path)]) await linkTo(file, join(folder, basename(file)));
  const mmproj = parts.find(({ role }) => role === 'mmproj');
  await lemond.pull({ ...body, ...(mmproj && { mmproj: basename(mmproj.path) }), local_import: true });
}

const refused = (id: string, reason: string): LemonadeRequestFailedError =>
  new LemonadeRequestFailedError(
    `the registration of model "${id}"`,
    409,
    `${reason} Restart hal0, or update Lemonade.`,
  );

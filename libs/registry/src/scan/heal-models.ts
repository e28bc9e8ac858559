import { Hal0Error, sha256OfFile, type AuditActor } from '@hal0/platform';
import { modelSource, type Model } from '../model.js';
import type { RegistryService } from '../registry.service.js';
import type { ScannedModel } from './scanned-model.js';

/** A model that can be loaded again. */
export interface HealedModel {
  id: string;
  /** Where its file is now. */
  path: string;
}

/** Models that could not be loaded and can now, because their files are back: where they were, or elsewhere among what was found. */
export async function healModels(
  registry: RegistryService,
  found: readonly ScannedModel[],
  actor: AuditActor,
): Promise<HealedModel[]> {
  const healed: HealedModel[] = [];
  for (const { id, path, state } of registry.list()) {
    if (path === null) continue;
    await registry.checkFile(id).catch(ignoreFindings);
    if (state !== 'ready' && registry.find(id)?.state === 'ready') healed.push({ id, path });
  }
  for (const model of registry.list().filter(({ state }) => state === 'missing')) {
    const free = found.filter(({ state, path }) => state === 'new' && !healed.some((each) => each.path === path));
    const moved = await movedTo(model, free);
    if (moved && (await record(registry, model, moved, actor))) healed.push({ id: model.id, path: moved.path });
  }
  return healed;
}

/** The one file that must be the model's: by its digest, or where nobody knows that by its name and size. */
async function movedTo({ files: [main] }: Model, found: readonly ScannedModel[]): Promise<ScannedModel | undefined> {
  const same: ScannedModel[] = [];
  for (const each of found) {
    if (!main || each.files[0]?.sizeBytes !== main.sizeBytes) continue;
    const isSame = main.sha256 === null ? nameOf(each.path) === nameOf(main.path) : await has(each.path, main.sha256);
    if (isSame) same.push(each);
  }
  return same.length === 1 ? same[0] : undefined;
}

async function record(
  registry: RegistryService,
  { id, name, type, recipe, source, files: [main] }: Model,
  { files }: ScannedModel,
  actor: AuditActor,
): Promise<boolean> {
  const sha256 = main?.sha256 ?? null;
  const moved = files.map((file) => (file.role === 'main' ? { ...file, sha256 } : file));
  const registration = { id, name, type, recipe, files: moved, source: source ?? modelSource('file') };
  return registry
    .register(registration, { actor })
    .then(() => true)
    .catch(ignoreFindings);
}

/** What is wrong with a file is no reason to look at no other. */
function ignoreFindings(error: unknown): false {
  if (error instanceof Hal0Error) return false;
  throw error;
}

/** A file that cannot be read is not the one. */
const has = async (path: string, sha256: string): Promise<boolean> =>
  (await sha256OfFile(path).catch(() => '')) === sha256;
const nameOf = (path: string): string | undefined => path.split('/').at(-1);

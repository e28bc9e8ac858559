import type { CatalogueModel } from '../../catalogue/catalogue-model.js';
import type { HubClient } from '../../hub/hub-client.js';
import type { HubFile, HubRepository } from '../../hub/hub-repository.js';
import { suggestedId, suggestedName } from '../../hub/suggested-names.js';
import { defaultVariant, findVariant, mmprojFiles, modelVariants, type HubVariant } from '../../hub/variants.js';
import { modelSource, RECIPES } from '../../model.js';
import { PullFileGoneError, PullSourceInvalidError } from '../../pulls/pull.errors.js';
import { tryRemoteHeader, type HeaderOrProblem } from '../remote/try-remote-header.js';
import type { SourceFindings } from './source-findings.js';
import { typeByTags } from './suggested-type.js';

/** A repository as people write it. */
export interface RepositoryWish {
  repository: string;
  revision: string | undefined;
  /** A variant or a file; undefined when it is left open. */
  wanted: string | undefined;
}

/** @throws PullSourceInvalidError when there is no such variant, and what HubClient throws */
export async function readRepository(
  hub: HubClient,
  wish: RepositoryWish,
  signal: AbortSignal,
): Promise<SourceFindings> {
  const repository = await hub.repository(wish.repository, wish.revision, signal);
  const variants = modelVariants(repository.files);
  const chosen = wish.wanted === undefined ? defaultVariant(variants) : findVariant(variants, wish.wanted);
  if (!chosen && wish.wanted !== undefined) throw noSuchVariant(repository, variants, wish.wanted);
  const { header, problem } = chosen ? await headerOf(hub, repository, chosen, signal) : nothingToLoad(repository);
  const projectors = chosen?.files[0]?.path.endsWith('.gguf') ? mmprojFiles(repository.files) : [];
  const type = header?.type ?? typeByTags(repository.tags);
  const labels = [...(header?.labels ?? []), ...(projectors.length ? ['vision'] : [])];
  return {
    source: modelSource('hub', { repository: repository.id, revision: repository.commit }),
    license: repository.license ?? header?.license ?? null,
    gated: repository.gated !== null,
    variants,
    wanted: wish.wanted === undefined ? undefined : chosen?.name,
    mmproj: projectors,
    header,
    suggested: {
      id: chosen ? suggestedId(chosen) : '',
      name: chosen ? suggestedName(repository.id, chosen) : repository.id,
      ...{ type, recipe: type && RECIPES[type], labels },
    },
    problem,
  };
}

/** A curated model is the files that the catalogue names, from whatever repositories. @throws PullFileGoneError, and what HubClient throws */
export async function readCurated(hub: HubClient, model: CatalogueModel, signal: AbortSignal): Promise<SourceFindings> {
  const repositories = new Map<string, HubRepository>();
  const files: HubFile[] = [];
  for (const { repository: id, path, role } of model.files) {
    const repository = repositories.get(id) ?? (await hub.repository(id, undefined, signal));
    repositories.set(id, repository);
    const file = repository.files.find((each) => each.path === path);
    if (!file) throw new PullFileGoneError(model.id, id, path);
    if (role !== 'mmproj') files.push(file);
  }
  const mainRepository = model.files.find(({ role }) => role === 'main')?.repository ?? '';
  const repository = repositories.get(mainRepository);
  const projectors = model.files.filter(({ role }) => role === 'mmproj').map(({ path }) => path);
  const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  const [known] = modelVariants(files.slice(0, 1));
  const variant = {
    name: known?.name ?? model.id,
    files,
    sizeBytes,
    quantization: known?.quantization ?? null,
    sharded: false,
  };
  const alone = { ...variant, files: files.slice(0, 1) };
  const { header, problem } = repository
    ? await headerOf(hub, repository, alone, signal)
    : { header: null, problem: null };
  const { id, name, type, recipe, labels, license } = model;
  return {
    source: modelSource('hub', { repository: mainRepository, revision: repository?.commit ?? null, catalogueId: id }),
    license,
    gated: model.gated || (repository?.gated ?? null) !== null,
    variants: [variant],
    wanted: variant.name,
    mmproj: repository?.files.filter(({ path }) => projectors.includes(path)) ?? [],
    header,
    suggested: { id, name, type, recipe, labels: [...new Set([...labels, ...(header?.labels ?? [])])] },
    problem,
  };
}

function headerOf(
  hub: HubClient,
  { id, commit }: HubRepository,
  { files }: HubVariant,
  signal: AbortSignal,
): Promise<HeaderOrProblem> {
  const remote = files.map(({ path, sizeBytes }) => ({ url: hub.fileUrl(id, commit, path), sizeBytes }));
  return tryRemoteHeader(hub, remote, files[0]?.path ?? id, signal);
}

function noSuchVariant({ id }: HubRepository, variants: readonly HubVariant[], wanted: string): PullSourceInvalidError {
  const names = variants.map(({ name }) => name);
  const has = names.length ? ` It has ${names.join(', ')}.` : '';
  return new PullSourceInvalidError(`${id} has no "${wanted.slice(0, 100)}".${has}`, { variants: names });
}

function nothingToLoad({ id }: HubRepository): HeaderOrProblem {
  const { code, message } = new PullSourceInvalidError(`${id} has no model that hal0 can load.`);
  return { header: null, problem: { code, message } };
}

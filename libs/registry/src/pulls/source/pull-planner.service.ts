import { Injectable } from '@nestjs/common';
import type { CatalogueModel } from '../../catalogue/catalogue-model.js';
import { CatalogueService } from '../../catalogue/catalogue.service.js';
import { nameAt } from '../../hub/file-names.js';
import { HubClient } from '../../hub/hub-client.js';
import { HubGatedError } from '../../hub/hub.errors.js';
import { parseModelReference } from '../../hub/model-reference.js';
import type { HubFile, HubRepository } from '../../hub/hub-repository.js';
import { defaultVariant, findVariant, mmprojFile, modelVariants, type HubVariant } from '../../hub/variants.js';
import { suggestedId, suggestedName } from '../../hub/suggested-names.js';
import { idFromPath } from '../../model-ids.js';
import { isModelId, modelSource, type ModelFileRole } from '../../model.js';
import { ModelIdInvalidError } from '../../registry.errors.js';
import { PullFileGoneError, PullNotAModelError, PullSourceInvalidError } from '../pull.errors.js';
import type { PlannedFile, PullPlan } from '../pull.js';
import { notGgufProblem } from './gguf-start.js';
import { readStart } from './read-start.js';
import type { PullRequest } from './pull-request.js';
import { needsLook, requireSafeName, requireSafeStart } from './safe-format.js';

/** What file systems let a name have, less what is added to it until the file is whole. */
const MOST_NAME_BYTES = 255 - '.part.progress'.length;

/** Finds out which files a wish for a model means, and where they are. */
@Injectable()
export class PullPlanner {
  constructor(
    private readonly hub: HubClient,
    private readonly catalogue: CatalogueService,
  ) {}

  /**
   * @throws PullSourceInvalidError, PullUnsafeFormatError, PullNotAModelError, ModelIdInvalidError, and what HubClient throws
   */
  async plan(request: PullRequest): Promise<PullPlan> {
    const curated = this.catalogue.find(request.source.trim());
    const plan = curated ? await this.planCurated(curated, request) : await this.planSource(request);
    if (!isModelId(plan.modelId)) throw new ModelIdInvalidError(plan.modelId);
    return { ...plan, files: plan.files.map(distinct) };
  }

  private async planCurated(model: CatalogueModel, { id, type }: PullRequest): Promise<PullPlan> {
    const repositories = new Map<string, HubRepository>();
    const files: PlannedFile[] = [];
    for (const { role, repository: name, path } of model.files) {
      const repository = repositories.get(name) ?? (await this.repository(name));
      repositories.set(name, repository);
      const file = repository.files.find((each) => each.path === path);
      if (!file) throw new PullFileGoneError(model.id, name, path);
      files.push(this.fromHub(repository, file, role));
    }
    const { license } = model;
    const main = repositories.get(model.files.find(({ role }) => role === 'main')?.repository ?? '');
    const parts = { repository: main?.id ?? null, revision: main?.commit ?? null, catalogueId: model.id };
    return {
      ...{ source: model.id, modelId: id ?? model.id, name: model.name, type: type ?? model.type },
      ...{ recipe: type === undefined || type === model.type ? model.recipe : null, labels: model.labels, license },
      ...{ origin: modelSource('hub', parts), files },
    };
  }

  private async planSource(request: PullRequest): Promise<PullPlan> {
    const text = request.source.trim();
    const source = parseModelReference(text, this.hub.address);
    if (!source) throw new PullSourceInvalidError(`"${text.slice(0, 200)}" is no source of a model.`);
    if (source.kind === 'url') return this.planAddress(source.url, request);
    if (source.kind === 'file') throw new PullSourceInvalidError('A file that is here already is added, not pulled.');
    const { repository: name, wanted, revision } = source;
    const repository = await this.repository(name, request.revision ?? revision);
    const variant = chooseVariant(repository, wanted);
    const [main] = variant.files;
    if (!main) throw new PullSourceInvalidError(`${name} has no model that hal0 can load.`);
    requireSafeName(main.path);
    if (needsLook(main.path)) requireSafeStart(main.path, await this.start(repository, main));
    const projector = main.path.endsWith('.gguf') ? mmprojFile(repository.files) : undefined;
    return {
      source: text,
      modelId: request.id ?? suggestedId(variant),
      name: suggestedName(repository.id, variant),
      ...{ type: request.type ?? null, recipe: null, labels: projector ? ['vision'] : [], license: repository.license },
      origin: modelSource('hub', { repository: repository.id, revision: repository.commit }),
      files: [
        ...variant.files.map((file, at) => this.fromHub(repository, file, at === 0 ? 'main' : 'shard')),
        ...(projector ? [this.fromHub(repository, projector, 'mmproj')] : []),
      ],
    };
  }

  private async planAddress(url: URL, { id, type }: PullRequest): Promise<PullPlan> {
    const name = nameAt(url);
    requireSafeName(name);
    const { start, totalBytes, sha256 } = await readStart(this.hub, url);
    if (needsLook(name)) requireSafeStart(name, start);
    const problem = /\.gguf$/i.test(name) ? notGgufProblem(start) : undefined;
    if (problem !== undefined) throw new PullNotAModelError(name, problem, undefined);
    const shown = shownSource(url);
    return {
      ...{ source: shown, modelId: id ?? idFromPath(name), name: id ?? idFromPath(name), type: type ?? null },
      ...{ recipe: null, labels: [], license: null, origin: modelSource('url', { url: shown }) },
      files: [{ name: safeName(name), role: 'main', url: url.href, sizeBytes: totalBytes, sha256 }],
    };
  }

  /** Its description is for everybody, its files perhaps not. */
  private async repository(id: string, revision?: string): Promise<HubRepository> {
    const repository = await this.hub.repository(id, revision);
    if (repository.gated !== null && !this.hub.hasToken) throw new HubGatedError(`repository ${id}`, false);
    return repository;
  }

  private async start(repository: HubRepository, file: HubFile): Promise<Buffer> {
    return (await readStart(this.hub, this.hub.fileUrl(repository.id, repository.commit, file.path))).start;
  }

  private fromHub(
    { id, commit }: HubRepository,
    { path, sizeBytes, sha256 }: HubFile,
    role: ModelFileRole,
  ): PlannedFile {
    const url = this.hub.fileUrl(id, commit, path).href;
    return { name: safeName(path.split('/').at(-1) ?? path), role, url, sizeBytes, sha256 };
  }
}

function chooseVariant(repository: HubRepository, wanted: string | undefined): HubVariant {
  const variants = modelVariants(repository.files);
  const file = wanted === undefined ? undefined : repository.files.find(({ path }) => path === wanted);
  // A file that is no variant is refused for what it is.
  if (file) requireSafeName(file.path);
  const found = wanted === undefined ? defaultVariant(variants) : findVariant(variants, wanted);
  if (found) return found;
  const names = variants.map(({ name }) => name);
  if (wanted === undefined || names.length === 0) {
    refuseUnsafe(repository.files);
    throw new PullSourceInvalidError(`${repository.id} has no model that hal0 can load.`);
  }
  throw new PullSourceInvalidError(`${repository.id} has no "${wanted.slice(0, 100)}". It has ${names.join(', ')}.`, {
    variants: names,
  });
}

/** A repository of nothing else says why nothing is found in it. */
function refuseUnsafe(files: readonly HubFile[]): void {
  for (const { path } of files.filter(({ path: each }) => /\.(?:pt|pth|ckpt|pkl|bin)$/i.test(each))) {
    requireSafeStart(path, Buffer.alloc(0));
  }
}

/** Never one that is hidden, leads elsewhere, breaks lines or is too long for a file system. */
function safeName(name: string): string {
  const isShort = Buffer.byteLength(name) <= MOST_NAME_BYTES;
  if (isShort && /^[^./\\\p{Cc}][^/\\\p{Cc}]*$/u.test(name)) return name;
  throw new PullSourceInvalidError(`"${name.slice(0, 100)}" is no name for a file.`);
}

/** Files of several folders and repositories come into one folder. */
function distinct(file: PlannedFile, at: number, files: readonly PlannedFile[]): PlannedFile {
  const isFirst = files.findIndex(({ name }) => name === file.name) === at;
  return isFirst ? file : { ...file, name: `${file.role}-${at}-${file.name}` };
}

/** Without what may be a key. */
const shownSource = (url: URL): string => url.origin + url.pathname;

import type { ModelType } from '@hal0/config';
import { fileFacts, placeFile, readBytes, removeEmptyFolder, removeTree } from '@hal0/platform';
import { Injectable, Logger } from '@nestjs/common';
import { dirname, join } from 'node:path';
import { mayRenew } from '../description/renewed.js';
import { ModelFileNoModelError, ModelFileNoProjectorError } from '../inspection/inspection.errors.js';
import { ModelInspector } from '../inspection/model-inspector.js';
import { RECIPES, type Model } from '../model.js';
import { ModelExistsError, ModelFileCorruptError, ModelTypeUnknownError } from '../registry.errors.js';
import { RegistryService } from '../registry.service.js';
import { ModelStore } from '../store/model-store.js';
import { PullFeed } from './pull-feed.js';
import type { JobFile, PullJob, PullRecord } from './pull-job.js';
import { PullTable } from './pull-table.js';
import { PullNotAModelError } from './pull.errors.js';
import { notGgufProblem, START_BYTES } from './source/gguf-start.js';

/** A file that is whole and is what it should be. */
export interface WholeFile {
  file: JobFile;
  path: string;
  /** Computed from its bytes. */
  sha256: string;
}

/** Puts files that have arrived where they belong, and makes them a model. */
@Injectable()
export class PullRegistration {
  private readonly logger = new Logger('Registry');

  constructor(
    private readonly table: PullTable,
    private readonly registry: RegistryService,
    private readonly inspector: ModelInspector,
    private readonly store: ModelStore,
    private readonly feed: PullFeed,
  ) {}

  /**
   * The row of the model and `completed`, the end of the job, are written in one transaction.
   * @throws PullNotAModelError, ModelExistsError, StorageFullError
   */
  async register(job: PullJob, whole: readonly WholeFile[], completed: () => PullRecord): Promise<void> {
    const { model } = job.record;
    job.record.state = 'verifying';
    this.feed.tell(job, 'pull.progress');
    const type = await this.typeOf(whole, model.type);
    const recipe = model.recipe ?? RECIPES[type];
    Object.assign(model, { type, recipe });
    await this.store.inTurn(() => this.take(job, whole, { type, recipe }, completed));
  }

  private async take(
    job: PullJob,
    whole: readonly WholeFile[],
    { type, recipe }: Pick<Model, 'type' | 'recipe'>,
    completed: () => PullRecord,
  ): Promise<void> {
    const { modelId: id, model } = job.record;
    const known = this.registry.find(id);
    // Somebody may have taken the id meanwhile; what has arrived stays until the pull is resumed or given up.
    if (known && !mayRenew(known, model.origin)) throw new ModelExistsError(id);
    const folder = this.store.folderFor({ id, recipe, type }, known);
    const places = whole.map(({ file, path, sha256 }) => ({ file, path, sha256, place: join(folder, file.name) }));
    for (const { place } of places) this.requireFree(id, place);
    for (const { path, place } of places) if (path !== place) await this.move(job.record, path, place);
    const files = places.map(({ file: { role, sizeBytes }, place, sha256 }) => ({
      ...{ role, path: place, sizeBytes, sha256 },
    }));
    const { name, labels, license, origin: source } = model;
    const registration = { id, name, type, recipe, labels, license, files, source };
    const leftovers = known?.files.map(({ path }) => path) ?? [];
    try {
      await this.registry.register(registration, {
        alongside: (manager) => this.table.saveWithin(manager, { ...completed(), leftovers }),
        actor: 'system',
      });
    } catch (error) {
      await this.clearUp(job.record);
      throw error;
    }
    const record = { ...completed(), leftovers };
    await this.clearUp(record);
    job.record.leftovers = record.leftovers;
  }

  /**
   * Deletes what of the leftovers of a job is in the store and no model's. What cannot be deleted is told, and tried again at
   * the next start.
   * @param record as it is kept from now on
   */
  async clearUp(record: PullRecord): Promise<void> {
    if (record.leftovers.length === 0) return;
    try {
      const used = new Set(this.registry.list().flatMap((model) => model.files.map(({ path }) => path)));
      for (const path of record.leftovers) {
        const isOurs = !used.has(path) && (await this.store.holds(path));
        if (!isOurs || !(await fileFacts(path))) continue;
        await removeTree(path);
        await removeEmptyFolder(dirname(path));
      }
      record.leftovers = [];
      await this.table.save(record);
    } catch (error) {
      this.logger.warn(`Files that no model has could not be deleted: ${(error as Error).message}`);
    }
  }

  private async move(record: PullRecord, path: string, place: string): Promise<void> {
    // Told first, so that after a kill the file is looked for, or cleared away, where it has gone.
    record.leftovers = [...new Set([...record.leftovers, place])];
    await this.table.save(record);
    await placeFile(path, place);
  }

  /** Ids that differ in what a folder cannot be called share a folder. */
  private requireFree(id: string, place: string): void {
    const owner = this.registry
      .list()
      .find((model) => model.id !== id && model.files.some(({ path }) => path === place));
    if (owner) throw new ModelExistsError(owner.id);
  }

  private async typeOf(whole: readonly WholeFile[], told: ModelType | null): Promise<ModelType> {
    const main = whole.find(({ file }) => file.role === 'main');
    if (main && /\.gguf$/i.test(main.file.name)) await requireGguf(main);
    const { type } = await understood(main, (path) => this.inspector.inspect(path, told ?? undefined));
    for (const each of whole.filter(({ file }) => file.role === 'mmproj')) {
      await understood(each, (path) => this.inspector.requireProjector(path));
    }
    return type;
  }
}

/** A web page, for example, that a proxy sends in the place of the file. */
async function requireGguf({ file, path }: WholeFile): Promise<void> {
  const start = await readBytes(path, START_BYTES);
  const problem = start.length ? notGgufProblem(start) : undefined;
  if (problem !== undefined) throw new PullNotAModelError(file.name, problem, undefined);
}

/** @throws PullNotAModelError in the place of what is wrong with the file */
async function understood<T>(whole: WholeFile | undefined, look: (path: string) => Promise<T>): Promise<T> {
  try {
    return await look(whole?.path ?? '');
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    throw new PullNotAModelError(whole?.file.name ?? '', reason, error);
  }
}

/** In words without the path; undefined for what is no fault of the file. */
function reasonOf(error: unknown): string | undefined {
  if (error instanceof ModelTypeUnknownError) return 'what it is for cannot be seen from the file; say its type';
  if (error instanceof ModelFileNoModelError) return 'it belongs to a model, and is none itself';
  if (error instanceof ModelFileNoProjectorError) return 'it is to be the projector of the model, and is none';
  if (error instanceof ModelFileCorruptError) return String(error.details?.['reason']);
  return undefined;
}

import { fileFacts, freeSpace, sha256OfFile, StorageFullError } from '@hal0/platform';
import { Injectable, Logger } from '@nestjs/common';
import { join } from 'node:path';
import { RECIPES } from '../model.js';
import { ModelFileMissingError, ModelTypeUnknownError } from '../registry.errors.js';
import { RegistryService } from '../registry.service.js';
import { ModelStore } from '../store/model-store.js';
import type { JobFile, PullJob, PullRecord } from './pull-job.js';
import { PullFeed } from './pull-feed.js';
import { PullRegistration, type WholeFile } from './pull-registration.service.js';
import { PullTable } from './pull-table.js';
import {
  InsufficientDiskError,
  PullChecksumMismatchError,
  PullNotAModelError,
  StoreBlockedError,
  StoreUnwritableError,
} from './pull.errors.js';
import { Staging } from './staging.js';
import { FileTransfer } from './transfer/file-transfer.js';
import { PartFile } from './transfer/part-file.js';
import { TransferSurroundings } from './transfer/transfer-surroundings.js';

/** Room that pulls leave, so that the box can go on writing what it has to. */
const RESERVE_BYTES = 256 * 1024 * 1024;

/** Does one pull from its first byte to the row of the model. */
@Injectable()
export class PullRunner {
  private readonly logger = new Logger('Registry');
  private readonly staging: Staging;

  constructor(
    private readonly table: PullTable,
    private readonly registry: RegistryService,
    private readonly registration: PullRegistration,
    private readonly store: ModelStore,
    private readonly feed: PullFeed,
    private readonly surroundings: TransferSurroundings,
  ) {
    this.staging = new Staging(store);
  }

  /**
   * Whether there is room for a pull and those before it.
   * @throws InsufficientDiskError
   */
  async requireRoom(job: PullJob, others: readonly PullJob[]): Promise<void> {
    const left = (each: PullJob) => each.bytesTotal - each.bytesDone;
    const needed = [job, ...others].reduce((sum, each) => sum + left(each), 0);
    const { freeBytes } = await freeSpace(this.store.folder);
    const usable = Math.max(0, freeBytes - RESERVE_BYTES);
    if (left(job) > 0 && needed > usable) throw new InsufficientDiskError(job.record.modelId, needed, usable);
  }

  /**
   * Resolves when the model is registered and the job is recorded as completed, in one transaction. Before that nothing of
   * the model is visible to anybody.
   * @throws Hal0Error saying why there is no model, or the signal's reason; what has arrived stays for the next time
   */
  async run(job: PullJob, completed: () => PullRecord, signal: AbortSignal): Promise<void> {
    try {
      await this.fetchAndRegister(job, completed, signal).catch((error: unknown) => {
        if (!isGone(error)) throw error;
        // Somebody has deleted what was in its place already.
        return this.fetchAndRegister(job, completed, signal);
      });
    } catch (error) {
      if (isForbidden(error)) throw new StoreUnwritableError(error);
      if (isBlocked(error)) throw new StoreBlockedError(error);
      if (!(error instanceof StorageFullError)) throw error;
      const { freeBytes } = await freeSpace(this.store.folder);
      throw new InsufficientDiskError(job.record.modelId, job.bytesTotal - job.bytesDone, freeBytes);
    }
    await this.clearStaging(job);
  }

  /** Throws away what has arrived. */
  async discard(job: PullJob): Promise<void> {
    await this.clearStaging(job);
    await this.registration.clearUp(job.record);
    if (job.state !== 'completed') for (const file of job.files) file.bytesDone = 0;
  }

  /** Of a job that has failed, keeps what it can go on with; where another file has to come that is nothing. */
  async keepUseful(job: PullJob, error: unknown): Promise<void> {
    const isUseless = error instanceof PullNotAModelError && !(error.cause instanceof ModelTypeUnknownError);
    if (isUseless) await this.staging.remove(job.id);
    await this.measure(job);
  }

  /** Looks how far a job is. */
  async measure(job: PullJob): Promise<void> {
    await this.staging.measure(job);
    for (const file of job.files) if (await this.isInPlace(job, file)) file.bytesDone = file.sizeBytes;
  }

  /** Throws away what is left of jobs that nobody knows. */
  async discardOthers(known: ReadonlySet<string>, now: number): Promise<void> {
    await this.staging.removeOthers(known, now);
  }

  /** What cannot be deleted is told, and tried again at the next start: the job has ended for all that. */
  private async clearStaging({ id, record }: PullJob): Promise<void> {
    await this.staging
      .remove(id)
      .catch(({ message }: Error) =>
        this.logger.warn(`What has arrived of ${record.modelId} could not be deleted: ${message}`),
      );
  }

  private async fetchAndRegister(job: PullJob, completed: () => PullRecord, signal: AbortSignal): Promise<void> {
    await this.registration.register(job, await this.fetchAll(job, signal), completed);
  }

  private async fetchAll(job: PullJob, signal: AbortSignal): Promise<WholeFile[]> {
    const stop = new AbortController();
    const both = AbortSignal.any([signal, stop.signal]);
    const whole = await Promise.all(
      job.files.map((file, at) =>
        this.fetch(job, file, at, both).catch((error: unknown) => {
          stop.abort(error);
          return undefined;
        }),
      ),
    );
    both.throwIfAborted();
    return whole.filter((each) => each !== undefined);
  }

  private async fetch(job: PullJob, file: JobFile, position: number, signal: AbortSignal): Promise<WholeFile> {
    const there = await this.findInPlace(job, file, signal);
    if (there) return there;
    const path = this.staging.fileOf(job.id, file.name);
    const part = await PartFile.open(path, file.sizeBytes);
    // Noted by an earlier process, which may have been cut off with the power before all of it was on disk.
    const resumed = part.bytesDone > 0;
    try {
      const sha256 = await this.transfer(job, file, position, part, signal);
      if (file.sha256 === null || file.sha256 === sha256) return { file, path, sha256 };
      await part.restart(file.sizeBytes);
      if (!resumed) throw new PullChecksumMismatchError(file.name, file.sha256, sha256);
      const again = await this.transfer(job, file, position, part, signal);
      if (again === file.sha256) return { file, path, sha256: again };
      await part.restart(file.sizeBytes);
      throw new PullChecksumMismatchError(file.name, file.sha256, again);
    } finally {
      file.bytesDone = part.bytesDone;
      await part.close();
    }
  }

  private transfer(
    job: PullJob,
    file: JobFile,
    position: number,
    part: PartFile,
    signal: AbortSignal,
  ): Promise<string> {
    const url = new URL(file.url);
    const remote = { name: file.name, url, etag: file.etag, sha256: file.sha256 };
    const transfer: FileTransfer = new FileTransfer(remote, part, this.surroundings, {
      received: (bytes) => {
        job.speed.add(bytes);
        file.bytesDone = transfer.bytesDone;
        job.record.state = job.bytesDone === job.bytesTotal ? 'verifying' : 'running';
        this.feed.progress(job);
      },
      identified: async ({ etag, sha256, sizeBytes, commit }) => {
        Object.assign(file, { etag, sha256, sizeBytes });
        const { origin } = job.record.model;
        if (commit !== null && file.role === 'main') job.record.model.origin = { ...origin, revision: commit };
        await this.table.saveFile(job, position);
      },
    });
    return transfer.run(signal);
  }

  /** A file that has the right bytes where it belongs need not come again. */
  private async findInPlace(job: PullJob, file: JobFile, signal: AbortSignal): Promise<WholeFile | undefined> {
    const path = await this.isInPlace(job, file);
    if (path === undefined) return undefined;
    // Somebody may delete it while it is read.
    const sha256 = await sha256OfFile(path, signal).catch(() => null);
    signal.throwIfAborted();
    if (sha256 === null || sha256 !== file.sha256) return undefined;
    file.bytesDone = file.sizeBytes;
    return { file, path, sha256 };
  }

  /** Its place, when something of its size is there and its digest is known. */
  private async isInPlace({ record }: PullJob, file: JobFile): Promise<string | undefined> {
    const known = this.registry.find(record.modelId);
    const type = record.model.type ?? known?.type;
    if (type === undefined || file.sha256 === null) return undefined;
    const recipe = record.model.recipe ?? known?.recipe ?? RECIPES[type];
    const path = join(this.store.folderFor({ id: record.modelId, recipe, type }, known), file.name);
    // What may not be looked at is of no use either.
    const facts = await fileFacts(path).catch(() => undefined);
    return facts?.sizeBytes === file.sizeBytes ? path : undefined;
  }
}

const isGone = (error: unknown): boolean =>
  error instanceof ModelFileMissingError || (error as NodeJS.ErrnoException).code === 'ENOENT';

const BLOCKS = ['ENOENT', 'ENOTDIR', 'EISDIR', 'EEXIST', 'ENOTEMPTY', 'ELOOP', 'EXDEV'];

/** Whatever the store is asked for, it was made to be there; only a file system says so. */
function isBlocked(error: unknown): error is NodeJS.ErrnoException {
  const { code = '', path } = error as NodeJS.ErrnoException;
  return path !== undefined && BLOCKS.includes(code);
}

const isForbidden = (error: unknown): boolean =>
  ['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '');

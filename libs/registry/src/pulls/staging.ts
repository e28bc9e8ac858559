import { listFolders, removeTree } from '@hal0/platform';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelStore } from '../store/model-store.js';
import type { PullJob } from './pull-job.js';
import { PartFile } from './transfer/part-file.js';

/** Source: reference 5.3. */
const ORPHANED_MS = 24 * 60 * 60 * 1_000;

/** Somebody may have linked a folder there in which other things are too. */
const isJobId = (name: string): boolean => /^[0-9a-f]{16}$/.test(name);

/** Where files are until they are whole: in the store, so that they need not be copied to get to their place. */
export class Staging {
  constructor(private readonly store: ModelStore) {}

  folderOf(id: string): string {
    return join(this.root, id);
  }

  /** The runtime watches the store for model files, and this is none yet. */
  fileOf(id: string, name: string): string {
    return join(this.folderOf(id), `${name}.part`);
  }

  /** Looks how far a job is. */
  async measure(job: PullJob): Promise<void> {
    for (const file of job.files) {
      // What may not be looked at is of no use either.
      file.bytesDone = await PartFile.bytesOnDisk(this.fileOf(job.id, file.name), file.sizeBytes).catch(() => 0);
    }
  }

  async remove(id: string): Promise<void> {
    await removeTree(this.folderOf(id));
  }

  /** Of pulls that nobody knows any more. Another hal0 may share the store, so that what is fresh stays. */
  async removeOthers(known: ReadonlySet<string>, now: number): Promise<void> {
    for (const id of (await listFolders(this.root)).filter(isJobId)) {
      if (!known.has(id) && now - (await this.lastChange(id)) > ORPHANED_MS) await this.remove(id);
    }
  }

  /** Epoch milliseconds. */
  private async lastChange(id: string): Promise<number> {
    const folder = this.folderOf(id);
    const names = await readdir(folder);
    const times = await Promise.all([folder, ...names.map((name) => join(folder, name))].map((path) => stat(path)));
    return Math.max(...times.map(({ mtimeMs }) => mtimeMs));
  }

  private get root(): string {
    return join(this.store.folder, '.pulls');
  }
}

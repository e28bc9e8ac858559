import { EventBus, fileFacts, removeEmptyFolder, removeTree, type AuditActor } from '@hal0/platform';
import { Injectable, Logger } from '@nestjs/common';
import { lstat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { audited } from '../audited.js';
import { ModelTable } from '../model-table.js';
import type { Model } from '../model.js';
import { ModelInUseError } from '../registry.errors.js';
import { RegistryService } from '../registry.service.js';
import { ModelStore } from '../store/model-store.js';

export interface RemovalOptions {
  /** Delete its files too, as far as they stand in the model store. */
  files?: boolean;
  /** Unload it, and take it from whoever refers to it. */
  cascade?: boolean;
  actor?: AuditActor;
}

/** What became of a model that was removed, and of its files. */
export interface RemovedModel {
  id: string;
  /** Names of those that referred to it, and do no more. */
  released: string[];
  filesRemoved: string[];
  filesKept: { path: string; reason: KeptReason }[];
  /** Of the files that were removed. */
  bytesFreed: number;
}

/** `outside_store`: it is not hal0's; `shared`: another model stands in it too; `not_asked`: nobody asked for files; `refused`: the disk does not let it go. */
export const KEPT_REASONS = ['not_asked', 'outside_store', 'shared', 'refused'] as const;
export type KeptReason = (typeof KEPT_REASONS)[number];

/** Takes models out of the registry, and out of the model store when that is asked for. */
@Injectable()
export class ModelRemoval {
  private readonly logger = new Logger('Registry');

  constructor(
    private readonly registry: RegistryService,
    private readonly table: ModelTable,
    private readonly store: ModelStore,
    private readonly events: EventBus,
  ) {}

  /**
   * Forgets a model. Its row goes before its files do, so that no row speaks of files that are gone.
   * @throws ModelNotFoundError; ModelInUseError without `cascade`
   */
  remove(
    id: string,
    { files = false, cascade = false, actor = 'operator' }: RemovalOptions = {},
  ): Promise<RemovedModel> {
    const details = { files, cascade };
    return audited(this.events, { action: 'model.remove', target: id, actor, details }, async () => {
      const model = this.registry.get(id);
      const released = [...this.registry.usersOf(id)];
      if (released.length && !cascade) throw new ModelInUseError(id, released);
      if (released.length) await this.registry.release(id);
      return this.store.inTurn(async () => {
        await this.table.delete(id);
        return { id, released, ...(await this.clear(model, files)) };
      });
    });
  }

  private async clear(
    { files }: Model,
    asked: boolean,
  ): Promise<Pick<RemovedModel, 'filesRemoved' | 'filesKept' | 'bytesFreed'>> {
    const others = new Set(this.registry.list().flatMap((model) => model.files.map(({ path }) => path)));
    const filesRemoved: string[] = [];
    const filesKept: RemovedModel['filesKept'] = [];
    let bytesFreed = 0;
    for (const { path } of files) {
      const facts = await fileFacts(path);
      const reason = others.has(path) ? 'shared' : !(await this.store.holds(path)) ? 'outside_store' : null;
      if (reason !== null || !asked) {
        if (facts) filesKept.push({ path, reason: reason ?? 'not_asked' });
        continue;
      }
      // What a link points to stays.
      const frees = facts && !(await lstat(path)).isSymbolicLink() ? facts.sizeBytes : 0;
      if (!(await this.delete(path))) {
        filesKept.push({ path, reason: 'refused' });
        continue;
      }
      if (facts) filesRemoved.push(path);
      bytesFreed += frees;
    }
    return { filesRemoved, filesKept, bytesFreed };
  }

  /** False when the file is still there: on a disk that may only be read, for example. */
  private async delete(path: string): Promise<boolean> {
    try {
      await removeTree(path);
    } catch (error) {
      this.logger.warn(`A file of a model that was removed could not be deleted: ${(error as Error).message}`);
      return false;
    }
    // An empty folder is in nobody's way.
    await removeEmptyFolder(dirname(path)).catch(() => undefined);
    return true;
  }
}

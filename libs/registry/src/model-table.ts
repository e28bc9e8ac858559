import { EventBus, WriteQueue } from '@hal0/platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { ModelFileEntity, toFileRows } from './entities/model-file.entity.js';
import { ModelEntity, toModel, toModelRow } from './entities/model.entity.js';
import type { Model } from './model.js';
import { RegistryChangedEvent } from './registry-changed.event.js';
import { REGISTRY_DATABASE } from './registry.database.js';
import { ModelNotFoundError } from './registry.errors.js';

const ORDER = { position: 'ASC' } as const;

/** What becomes of the model of an id. */
export interface ModelChange {
  id: string;
  make: (existing: Model | undefined) => Model;
}

/** The rows of all models. Reading never touches the database: everything is kept in memory. */
@Injectable()
export class ModelTable implements OnModuleInit {
  private models: ReadonlyMap<string, Model> = new Map();
  private sorted: readonly Model[] = [];

  constructor(
    @InjectDataSource(REGISTRY_DATABASE) private readonly database: DataSource,
    private readonly writes: WriteQueue,
    private readonly events: EventBus,
  ) {}

  async onModuleInit(): Promise<void> {
    this.index(await readAll(this.database.manager));
  }

  /** By id. The same array until something changes. */
  list(): readonly Model[] {
    return this.sorted;
  }

  find(id: string): Model | undefined {
    return this.models.get(id);
  }

  /**
   * Adds a model, or puts another in the place of the one with its id.
   * @param make is given what there is of that id now, and may throw
   * @param alongside writes of others that stand or fall with this one; it may await nothing but its manager
   */
  async write(
    id: string,
    make: (existing: Model | undefined) => Model,
    alongside?: (manager: EntityManager) => Promise<unknown>,
  ): Promise<Model> {
    await this.writeAll([{ id, make }], alongside);
    const written = this.models.get(id);
    if (!written) throw new ModelNotFoundError(id);
    return written;
  }

  /** As {@link write} for several, all or none. */
  async writeAll(
    changes: readonly ModelChange[],
    alongside?: (manager: EntityManager) => Promise<unknown>,
  ): Promise<void> {
    await this.change(async (manager) => {
      for (const { id, make } of changes) await save(manager, make(await readOne(manager, id)));
      await alongside?.(manager);
    });
  }

  /** Changes models that are still there when it is their turn. */
  async writeKnown(changes: readonly { id: string; make: (existing: Model) => Model }[]): Promise<void> {
    await this.change(async (manager) => {
      for (const { id, make } of changes) {
        const existing = await readOne(manager, id);
        if (existing) await save(manager, make(existing));
      }
    });
  }

  async delete(id: string): Promise<void> {
    await this.change(async (manager) => {
      await manager.delete(ModelFileEntity, { modelId: id });
      await manager.delete(ModelEntity, { id });
    });
  }

  private async change(work: (manager: EntityManager) => Promise<unknown>): Promise<void> {
    const models = await this.writes.run(async (manager) => {
      await work(manager);
      return readAll(manager);
    });
    this.index(models);
    this.events.publish(new RegistryChangedEvent(this.sorted));
  }

  private index(models: readonly Model[]): void {
    this.sorted = models.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    this.models = new Map(this.sorted.map((model) => [model.id, model]));
  }
}

async function readOne(manager: EntityManager, id: string): Promise<Model | undefined> {
  const row = await manager.findOneBy(ModelEntity, { id });
  return row ? toModel(row, await manager.find(ModelFileEntity, { where: { modelId: id }, order: ORDER })) : undefined;
}

async function save(manager: EntityManager, model: Model): Promise<void> {
  await manager.upsert(ModelEntity, toModelRow(model), ['id']);
  await manager.delete(ModelFileEntity, { modelId: model.id });
  await manager.insert(ModelFileEntity, toFileRows(model.id, model.files));
}

async function readAll(manager: EntityManager): Promise<Model[]> {
  const rows = await manager.find(ModelEntity);
  const files = await manager.find(ModelFileEntity, { order: ORDER });
  const byModel = Map.groupBy(files, ({ modelId }) => modelId);
  return rows.map((row) => toModel(row, byModel.get(row.id) ?? []));
}

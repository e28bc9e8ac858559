import type { ModelShape } from '@hal0/hardware';
import { EventBus, type AuditActor } from '@hal0/platform';
import { Injectable } from '@nestjs/common';
import { isAbsolute, normalize } from 'node:path';
import type { EntityManager } from 'typeorm';
import { audited } from './audited.js';
import { filesAt, withFound } from './description/model-files.js';
import { ModelDescriber } from './description/model-describer.js';
import { edited, type ModelEdit } from './description/model-edit.js';
import { renewed } from './description/renewed.js';
import { ModelInspector } from './inspection/model-inspector.js';
import { idFromCheckpoint, idFromPath } from './model-ids.js';
import { ModelTable } from './model-table.js';
import {
  FLM_RECIPE,
  isCheckpoint,
  isModelId,
  modelSource,
  RECIPES,
  type Model,
  type ModelRegistration,
  type NewFlmModel,
  type NewModel,
} from './model.js';
import { examineModel } from './reconcile/examine-model.js';
import type { ModelReferences } from './ports/model-references.port.js';
import {
  ModelExistsError,
  ModelIdInvalidError,
  ModelInUseError,
  ModelNotFoundError,
  ModelPathRelativeError,
  ModelSourceInvalidError,
  ModelWithoutFileError,
} from './registry.errors.js';

export interface RegistrationOptions {
  /** Writes of others that stand or fall with this one; it may await nothing but its manager. */
  alongside?: (manager: EntityManager) => Promise<unknown>;
  actor?: AuditActor;
}

/** Which models exist and where their files are. Reading never touches the database. */
@Injectable()
export class RegistryService {
  private readonly references = new Set<ModelReferences>();

  constructor(
    private readonly table: ModelTable,
    private readonly describer: ModelDescriber,
    private readonly inspector: ModelInspector,
    private readonly events: EventBus,
  ) {}

  /** All models, by id. The same array until something changes. */
  list(): readonly Model[] {
    return this.table.list();
  }

  find(id: string): Model | undefined {
    return this.table.find(id);
  }

  /** @throws ModelNotFoundError */
  get(id: string): Model {
    const model = this.table.find(id);
    if (!model) throw new ModelNotFoundError(id);
    return model;
  }

  /** Makes `references` one of those that are asked who uses a model. */
  addReferences(references: ModelReferences): void {
    this.references.add(references);
  }

  /** Names of whoever refers to the model, in words a person knows. */
  usersOf(id: string): readonly string[] {
    return [...this.references].flatMap((references) => references.referrers(id));
  }

  /** Has everybody who refers to the model let go of it. */
  async release(id: string): Promise<void> {
    for (const references of this.references) await references.release(id);
  }

  /**
   * Adds a local file, with the further parts of a split one. It is looked at, not copied.
   * @throws ModelIdInvalidError, ModelExistsError, ModelPathRelativeError, ModelFileMissingError, ModelFileCorruptError,
   * ModelTypeUnknownError
   */
  add({ path, id = idFromPath(path), source, ...about }: NewModel, actor: AuditActor = 'operator'): Promise<Model> {
    return audited(this.events, { action: 'model.add', target: id, actor, details: { path } }, async () => {
      this.requireFree(id);
      if (!isAbsolute(path)) throw new ModelPathRelativeError(path);
      const files = await filesAt(normalize(path));
      const described = await this.describer.describe({ ...about, id, files, source: source ?? modelSource('file') });
      return this.table.write(id, (existing) => {
        if (existing) throw new ModelExistsError(id);
        return described;
      });
    });
  }

  /**
   * Records a model whose files are in place: a new one, or a newer state of the one that came from the same place or cannot be
   * loaded as it is. What people gave that one stays.
   * @throws ModelIdInvalidError, ModelExistsError, ModelFileMissingError, ModelFileCorruptError, ModelTypeUnknownError
   */
  register(
    registration: ModelRegistration,
    { alongside, actor = 'operator' }: RegistrationOptions = {},
  ): Promise<Model> {
    const { id, source } = registration;
    // An address may have a key in it.
    const { url: _url, ...details } = source;
    return audited(this.events, { action: 'model.add', target: id, actor, details }, async () => {
      if (!isModelId(id)) throw new ModelIdInvalidError(id);
      const described = await this.describer.describe(registration);
      return this.table.write(id, (existing) => (existing ? renewed(existing, described) : described), alongside);
    });
  }

  /**
   * Adds a model that FastFlowLM keeps. Whether there is such a model is known when it is loaded.
   * @throws ModelIdInvalidError, ModelExistsError, ModelSourceInvalidError
   */
  addFlm(input: NewFlmModel, actor: AuditActor = 'operator'): Promise<Model> {
    const { type, checkpoint, license = null, labels = [] } = input;
    const id = input.id ?? idFromCheckpoint(checkpoint);
    const details = { recipe: FLM_RECIPE, checkpoint };
    return audited(this.events, { action: 'model.add', target: id, actor, details }, async () => {
      if (!isCheckpoint(checkpoint)) {
        throw new ModelSourceInvalidError(`"${checkpoint.slice(0, 200)}" is not a checkpoint of FastFlowLM.`);
      }
      this.requireFree(id);
      return this.table.write(id, (existing) => {
        if (existing) throw new ModelExistsError(id);
        return {
          ...{ id, name: input.name ?? id, type, path: null, checkpoint, recipe: FLM_RECIPE },
          ...{
            labels: [...new Set(labels)],
            files: [],
            sizeBytes: 0,
            architecture: null,
            contextLength: null,
            license,
          },
          ...{ source: modelSource('flm'), defaults: {}, facts: null, state: 'ready', checkedAt: null, toy: false },
          createdAt: this.describer.now(),
        };
      });
    });
  }

  /**
   * Changes what people say about a model. What is not mentioned stays; null takes a name, a licence or a default away.
   * @throws ModelNotFoundError, ModelInUseError when slots have it as what it is now, ModelWithoutFileError,
   * ModelPathRelativeError, ModelFileMissingError, ModelFileCorruptError
   */
  edit(id: string, edit: ModelEdit, actor: AuditActor = 'operator'): Promise<Model> {
    return audited(this.events, { action: 'model.edit', target: id, actor, details: { ...edit } }, async () => {
      const { path, type, recipe } = this.get(id);
      if (edit.type !== undefined && edit.type !== type) {
        if (path === null) throw new ModelWithoutFileError(id);
        if (this.usersOf(id).length) throw new ModelInUseError(id, this.usersOf(id));
      }
      const moved = edit.path === undefined && edit.type === undefined ? {} : await this.found(id, edit);
      const newRecipe = edit.type === undefined || edit.type === type ? recipe : RECIPES[edit.type];
      return this.table.write(id, (existing) => {
        if (!existing) throw new ModelNotFoundError(id);
        return { ...edited(existing, edit), ...moved, recipe: newRecipe };
      });
    });
  }

  /**
   * Tells where the file of a model is now.
   * @throws ModelNotFoundError, ModelWithoutFileError, ModelPathRelativeError, ModelFileMissingError, ModelFileCorruptError
   */
  relocate(id: string, path: string, actor: AuditActor = 'operator'): Promise<Model> {
    return this.edit(id, { path }, actor);
  }

  /**
   * What the model's file says about the memory it takes, read once per file; null when its format does not tell, it
   * cannot be read, or the backend keeps it.
   * @throws ModelNotFoundError
   */
  async shape(id: string): Promise<ModelShape | null> {
    const { path, type } = this.get(id);
    if (path === null) return null;
    try {
      return (await this.inspector.inspect(path, type)).shape;
    } catch {
      // Whoever loads the model is told by checkFile what is wrong with it.
      return null;
    }
  }

  /**
   * Whether the model's files can be loaded, which its row says from now on: they are there, the header is sound and the end is not missing.
   * A file that was exchanged for another whole one is taken as it is now. A model without a file of its own passes: its
   * backend looks itself.
   * @throws ModelNotFoundError, ModelFileMissingError, ModelFileCorruptError
   */
  async checkFile(id: string): Promise<void> {
    const model = this.get(id);
    const { changes, failure } = await examineModel(model, this.inspector);
    const isNew = Object.keys(changes).length > 1 || (changes.state !== undefined && changes.state !== model.state);
    const checkedAt = this.describer.now();
    const make = (existing: Model): Model =>
      existing.path === model.path ? { ...existing, ...changes, checkedAt } : existing;
    if (isNew) await this.table.writeKnown([{ id, make }]);
    if (failure) throw failure;
  }

  private async found(id: string, { path: wanted, type: asType }: ModelEdit): Promise<Partial<Model>> {
    const { path: before, type: current, files } = this.get(id);
    if (before === null) throw new ModelWithoutFileError(id);
    if (wanted !== undefined && !isAbsolute(wanted)) throw new ModelPathRelativeError(wanted);
    const path = normalize(wanted ?? before);
    const type = asType ?? current;
    const found = await this.inspector.inspect(path, type);
    if (path === before) return { type, ...withFound(files, found), state: 'ready' };
    const others = files.filter(({ role }) => role !== 'main' && role !== 'shard');
    return { type, path, ...withFound([...(await filesAt(path)), ...others], found), state: 'ready' };
  }

  private requireFree(id: string): void {
    if (!isModelId(id)) throw new ModelIdInvalidError(id);
    if (this.table.find(id)) throw new ModelExistsError(id);
  }
}

import { Clock } from '@hal0/platform';
import { Injectable } from '@nestjs/common';
import { ModelInspector } from '../inspection/model-inspector.js';
import { RECIPES, type Model, type ModelRegistration } from '../model.js';
import { ModelSourceInvalidError } from '../registry.errors.js';
import { withFound } from './model-files.js';

/** Turns files into a model: what is said about it, and what its main file says itself. */
@Injectable()
export class ModelDescriber {
  constructor(
    private readonly inspector: ModelInspector,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws ModelSourceInvalidError, ModelFileMissingError, ModelFileCorruptError, ModelFileNoProjectorError,
   * ModelTypeUnknownError
   */
  async describe(registration: ModelRegistration): Promise<Model> {
    const { id, name = id, source, defaults = {}, toy = false } = registration;
    const files = registration.files.toSorted((a, b) => Number(b.role === 'main') - Number(a.role === 'main'));
    const [main] = files;
    if (main?.role !== 'main') throw new ModelSourceInvalidError(`Model "${id}" has no main file.`);
    const found = await this.inspector.inspect(main.path, registration.type);
    for (const { role, path } of files) if (role === 'mmproj') await this.inspector.requireProjector(path);
    const { type, license } = found;
    const now = this.now();
    return {
      ...{ id, name, type, path: main.path, checkpoint: null, recipe: registration.recipe ?? RECIPES[type] },
      labels: [...new Set([...(registration.labels ?? []), ...found.labels])],
      ...withFound(files, found),
      license: registration.license ?? license,
      ...{ source, defaults, state: 'ready', checkedAt: now, toy, createdAt: now },
    };
  }

  /** ISO 8601. */
  now(): string {
    return new Date(this.clock.now()).toISOString();
  }
}

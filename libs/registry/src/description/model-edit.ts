import type { ModelType } from '@hal0/config';
import type { Model, ModelDefaults } from '../model.js';

/** What people say about a model. What is not mentioned stays as it is. */
export interface ModelEdit {
  /** Null for the id. */
  name?: string | null;
  /** For a model whose file does not tell, or tells it wrongly. */
  type?: ModelType;
  /** In the place of those it has. */
  labels?: readonly string[];
  license?: string | null;
  /** Absolute path of the file, where it is now. */
  path?: string;
  /** Each by itself; null takes it away. */
  defaults?: { [K in keyof ModelDefaults]?: ModelDefaults[K] | null };
}

/** The model with what the edit says itself; what follows from its file is somebody else's. */
export function edited(model: Model, { name, labels, license, defaults }: ModelEdit): Model {
  const changes = Object.entries(defaults ?? {}).filter(([, value]) => value !== undefined);
  const said = Object.entries({ ...model.defaults, ...Object.fromEntries(changes) }).filter(
    ([, value]) => value !== null,
  );
  return {
    ...model,
    ...(name !== undefined && { name: name ?? model.id }),
    ...(labels && { labels: [...new Set(labels)] }),
    ...(license !== undefined && { license }),
    defaults: Object.fromEntries(said),
  };
}

import type { ModelType } from '@hal0/config';
import type { Model, ModelState } from './model.js';

export interface ModelFilter {
  q?: string;
  type?: ModelType;
  label?: string;
  state?: ModelState;
}

/** Those that fit all that is given, in the order they had. */
export function matching(models: readonly Model[], { q, type, label, state }: ModelFilter): readonly Model[] {
  const words = q?.toLowerCase().split(/\s+/).filter(Boolean) ?? [];
  return models.filter(
    (model) =>
      (type === undefined || model.type === type) &&
      (label === undefined || model.labels.includes(label)) &&
      (state === undefined || model.state === state) &&
      words.every((word) => textOf(model).includes(word)),
  );
}

function textOf({ id, name, architecture, source, labels }: Model): string {
  return [id, name, architecture, source?.repository, source?.catalogueId, ...labels].join('\n').toLowerCase();
}

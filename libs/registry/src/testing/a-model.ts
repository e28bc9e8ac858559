import { modelSource, RECIPES, type Model } from '../model.js';

/** A small chat model, but for what a test says of it. */
export function aModel(parts: Partial<Model> = {}): Model {
  const { id = 'demo', type = 'llm', sizeBytes = 1, path = `/models/${id}.gguf` } = parts;
  const files = path === null ? [] : [{ role: 'main', path, sizeBytes, sha256: null } as const];
  return {
    ...{ id, name: id, type, path, checkpoint: null, recipe: RECIPES[type], labels: [], files, sizeBytes },
    ...{ architecture: 'llama', contextLength: 2_048, license: null, source: modelSource('file'), defaults: {} },
    ...{ facts: null, state: 'ready', checkedAt: null, toy: true, createdAt: '2026-01-01T00:00:00.000Z' },
    ...parts,
  };
}

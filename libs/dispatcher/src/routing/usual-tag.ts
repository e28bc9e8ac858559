const USUAL_TAG = ':latest';

/** The name without `:latest`, which clients of Ollama write behind every name; undefined when it has none. */
export function withoutUsualTag(model: string): string | undefined {
  return model.endsWith(USUAL_TAG) ? model.slice(0, -USUAL_TAG.length) : undefined;
}

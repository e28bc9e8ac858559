const LATEST = ':latest';

/** Ollama gives every name a tag, and takes `:latest` for the one that is left out. */
export function tagged(id: string): string {
  return id.includes(':') ? id : id + LATEST;
}

/**
 * What a client of Ollama's means by a name.
 * @param isKnown whether something goes by exactly this name
 */
export function untagged(name: string, isKnown: (name: string) => boolean): string {
  return name.endsWith(LATEST) && !isKnown(name) ? name.slice(0, -LATEST.length) : name;
}

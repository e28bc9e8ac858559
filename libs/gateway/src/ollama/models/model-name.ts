import { withoutUsualTag } from '@hal0/dispatcher';

/** Ollama gives every name a tag, and takes `:latest` for the one that is left out. */
export function tagged(id: string): string {
  return id.includes(':') ? id : `${id}:latest`;
}

/**
 * What a client of Ollama's means by a name.
 * @param isKnown whether something goes by exactly this name
 */
export function untagged(name: string, isKnown: (name: string) => boolean): string {
  return isKnown(name) ? name : (withoutUsualTag(name) ?? name);
}

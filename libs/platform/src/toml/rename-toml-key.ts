import { spliced } from './comma-list.js';
import { tomlKey } from './toml-path.js';
import { samePath, tomlSyntax } from './toml-syntax.js';

/** `text` with one key spelled otherwise, where it stands, comments and all. A path that is no `key = value` changes nothing. */
export function renameTomlKey(text: string, path: readonly string[], name: string): string {
  const key = tomlSyntax(text)
    .keyValues.find((known) => samePath(known.path, path))
    ?.node.key.keys.at(-1);
  return key ? spliced(text, [{ from: key.range[0], to: key.range[1], text: tomlKey(name) }]) : text;
}

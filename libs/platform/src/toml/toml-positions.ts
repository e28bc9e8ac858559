import { parseToml } from './toml-document.js';
import { dottedPath } from './toml-path.js';
import { tomlSyntax } from './toml-syntax.js';

/** Line and column of a key, from 1. */
export interface TomlPosition {
  line: number;
  column: number;
}

/**
 * Where each table and key stands, by its path as `dottedPath` writes it. A table that only longer keys imply has the
 * position of the first of them.
 * @throws TomlSyntaxError
 */
export function parseTomlPositions(text: string, file: string): ReadonlyMap<string, TomlPosition> {
  parseToml(text, file);
  const positions = new Map<string, TomlPosition>();
  const { blocks, keyValues } = tomlSyntax(text);
  const entries = [
    ...blocks.map(({ resolvedKey, key }) => ({ path: resolvedKey, start: key.loc.start })),
    ...keyValues.map(({ path, node }) => ({ path, start: node.key.loc.start })),
  ].sort((a, b) => a.start.line - b.start.line || a.start.column - b.start.column);
  for (const { path, start } of entries) {
    const parts = path.map(String);
    for (let length = 1; length <= parts.length; length += 1) {
      const known = dottedPath(parts.slice(0, length));
      if (!positions.has(known)) positions.set(known, { line: start.line, column: start.column + 1 });
    }
  }
  return positions;
}

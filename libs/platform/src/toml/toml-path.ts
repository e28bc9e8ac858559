/** A key as TOML takes it without quotes. */
const BARE_KEY = /^[A-Za-z0-9_-]+$/;

/** A key as it is written in a file: bare where TOML allows it, quoted elsewhere. */
export function tomlKey(key: string): string {
  return BARE_KEY.test(key) ? key : JSON.stringify(key).replaceAll('\u007f', '\\u007f');
}

/** One text for a path, `upstreams."a.b".url`; the inverse of {@link pathParts}. */
export function dottedPath(parts: readonly string[]): string {
  return parts.map(tomlKey).join('.');
}

/** The parts of a path as {@link dottedPath} writes it. What is no such path is taken apart at its dots. */
export function pathParts(path: string): string[] {
  if (!path) return [];
  const parts: string[] = [];
  const part = /("(?:[^"\\]|\\.)*"|[^.]*)(\.|$)/gy;
  for (let match = part.exec(path); match; match = part.exec(path)) {
    const [, key = '', separator] = match;
    parts.push(key.startsWith('"') && key.length > 1 ? unquoted(key) : key);
    if (!separator) return parts;
  }
  return path.split('.');
}

function unquoted(key: string): string {
  try {
    return JSON.parse(key) as string;
  } catch {
    return key;
  }
}

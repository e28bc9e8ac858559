/** A place in hal0.toml, table by table. */
export type Path = readonly string[];

const BARE = /^[A-Za-z0-9_-]+$/;

/** As it stands in TOML, in errors and on the command line: `upstreams."a.b".url`. */
export function dotted(path: Path): string {
  return path.map((part) => (BARE.test(part) ? part : JSON.stringify(part))).join('.');
}

export function valueAt(table: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inside, part) =>
      typeof inside === 'object' && inside !== null ? (inside as Record<string, unknown>)[part] : undefined,
    table,
  );
}

export interface Entry {
  path: Path;
  value: unknown;
}

/** Nested tables out of single entries, as the API takes them. */
export function nested(entries: readonly Entry[]): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const { path, value } of entries) {
    let table = root;
    for (const part of path.slice(0, -1)) table = (table[part] ??= {}) as Record<string, unknown>;
    table[path.at(-1) ?? ''] = value;
  }
  return root;
}

import { writeFileAtomic, type AtomicWriteOptions } from './atomic-file.js';

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const NEEDS_QUOTES = /[\s#$"'\\`;&|<>()]/;
const LINE = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=(.*)$/;

/**
 * The variables of an environment file as systemd's EnvironmentFile and a shell read it: one `NAME=value` a line,
 * quotes optional, `#` and `;` start a comment. Lines that are none of these are skipped; a later line wins.
 */
export function parseEnvFile(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, name, raw] = LINE.exec(line) ?? [];
    if (name !== undefined && raw !== undefined) values.set(name, unquoted(raw.trim()));
  }
  return values;
}

/**
 * Replaces an environment file as a whole: names sorted, values quoted where they must be, so that it diffs well and
 * means the same to systemd and to a shell.
 * @throws RangeError for a name that is none, or a value of more than one line
 */
export async function writeEnvFile(
  path: string,
  values: ReadonlyMap<string, string>,
  { header, ...options }: AtomicWriteOptions & { header: string },
): Promise<void> {
  const comment = header.split('\n').map((line) => `# ${line}\n`);
  const lines = [...values]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${quoted(name, value)}\n`);
  await writeFileAtomic(path, [...comment, ...lines].join(''), options);
}

function quoted(name: string, value: string): string {
  if (!NAME.test(name)) throw new RangeError(`"${name}" is not a name of a variable`);
  if (/[\r\n\0]/.test(value)) throw new RangeError(`the value of ${name} has more than one line`);
  return NEEDS_QUOTES.test(value) ? `"${value.replaceAll(/["\\$`]/g, '\\$&')}"` : value;
}

function unquoted(raw: string): string {
  const single = /^'([^']*)'/.exec(raw);
  if (single) return single[1] as string;
  const double = /^"((?:[^"\\]|\\.)*)"/.exec(raw);
  if (double) return (double[1] as string).replaceAll(/\\(["\\$`])/g, '$1');
  return raw.replace(/\s+#.*$/, '');
}

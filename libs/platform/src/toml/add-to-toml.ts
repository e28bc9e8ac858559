import { stringify } from 'smol-toml';
import { insertItem, lineStart, listOf, newlineOf, nextLine, spliced } from './comma-list.js';
import { isTableList, isTomlTable, printValue, type TomlValue } from './print-toml.js';
import { tomlKey } from './toml-path.js';
import { beginsWith, samePath, type KeyValueSyntax, type SyntaxPath, type TomlSyntax } from './toml-syntax.js';

/** `text` with a key that was not there, at the place where a person would look for it. */
export function addToToml(text: string, syntax: TomlSyntax, path: SyntaxPath, value: TomlValue): string {
  const parent = path.slice(0, -1);
  const inline = syntax.keyValues.findLast(
    ({ path: known, node }) => node.value.type === 'TOMLInlineTable' && beginsWith(parent, known),
  );
  if (inline?.node.value.type === 'TOMLInlineTable') {
    const list = listOf(inline.node.value);
    const item = keyValue(path.slice(inline.path.length), value);
    return spliced(text, insertItem(text, list, list.items.length - 1, item));
  }
  const dotted = syntax.keyValues.findLast((known) => definesByDots(known, parent));
  if (dotted) return lineAfter(text, dotted, keyValue(path.slice(dotted.block?.resolvedKey.length ?? 0), value));
  if (isTomlTable(value) || isTableList(value) || typeof path.at(-1) === 'number') {
    return withBlock(text, syntax, path, printTables(path, value));
  }
  const line = keyValue(path.slice(-1), value);
  const block = syntax.blocks.findLast(({ resolvedKey }) => samePath(resolvedKey, parent));
  if (block) {
    const last = block.body.at(-1);
    return last ? lineAfter(text, { node: last }, line) : lineAt(text, nextLine(text, block.range[1]), line);
  }
  return parent.length
    ? withBlock(text, syntax, parent, printTables(parent, { [String(path.at(-1))]: value }))
    : atRoot(text, syntax, line);
}

const keyValue = (path: SyntaxPath, value: TomlValue): string =>
  `${path.map((part) => tomlKey(String(part))).join('.')} = ${printValue(value)}`;

/** Whether a table exists because of a longer key such as this one, so that it must have no block of its own. */
function definesByDots({ path, block, inline }: KeyValueSyntax, table: SyntaxPath): boolean {
  const from = block?.resolvedKey.length ?? 0;
  return !inline && path.length > table.length && table.length > from && beginsWith(path, table);
}

/** Tables as blocks, with the whole path in their headers. */
function printTables(path: SyntaxPath, value: TomlValue): string {
  const element = typeof path.at(-1) === 'number';
  const names = path.filter((part) => typeof part === 'string');
  const nested = names.reduceRight<TomlValue>((inner, name) => ({ [name]: inner }), element ? [value] : value);
  return stringify(nested).trimEnd();
}

/** Behind the list's element that the path leads through, or at the end. */
function withBlock(text: string, { blocks }: TomlSyntax, path: SyntaxPath, printed: string): string {
  const index = path.findLastIndex((part) => typeof part === 'number');
  // A new element comes behind all the others of its list.
  const group = path.slice(0, index === path.length - 1 ? index : index + 1);
  const last = index < 0 ? undefined : blocks.findLast(({ resolvedKey }) => beginsWith(resolvedKey, group));
  const newline = newlineOf(text);
  const block = printed.replaceAll('\n', newline);
  if (last) return lineAt(text, nextLine(text, last.range[1]), `${newline}${block}`);
  const kept = /\S/.test(text) ? text : '';
  const ending = kept && !kept.endsWith('\n') ? newline : '';
  const parting = kept && !/\n\r?\n$/.test(kept) ? newline : '';
  return `${kept || text}${ending}${parting}${block}${newline}`;
}

/** Above the first block, below what is said of the file as a whole. */
function atRoot(text: string, { blocks, keyValues }: TomlSyntax, line: string): string {
  const last = keyValues.findLast(({ block, inline }) => !block && !inline);
  if (last) return lineAfter(text, last, line);
  if (!blocks.length) return lineAt(text, text.length, line);
  const head = /^\ufeff?(?:[ \t]*#.*\n)+[ \t]*\r?\n/.exec(text)?.[0] ?? /^\ufeff?/.exec(text)?.[0] ?? '';
  return lineAt(text, head.length, `${line}${newlineOf(text)}`);
}

/** On the line below, as far in. */
function lineAfter(text: string, { node: { range } }: Pick<KeyValueSyntax, 'node'>, line: string): string {
  const indent = text.slice(lineStart(text, range[0]), range[0]);
  return lineAt(text, nextLine(text, range[1]), indent + line);
}

function lineAt(text: string, at: number, line: string): string {
  const newline = newlineOf(text);
  const ending = at > 0 && !text.slice(0, at).endsWith('\n') && text.slice(0, at) !== '\ufeff' ? newline : '';
  return `${text.slice(0, at)}${ending}${line}${newline}${text.slice(at)}`;
}

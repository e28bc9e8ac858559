import { parse } from 'smol-toml';
import { addToToml } from './add-to-toml.js';
import { removeItem, insertItem, lineStart, listOf, nextLine, spliced, type Splice } from './comma-list.js';
import { isTomlTable, printValue, type TomlValue } from './print-toml.js';
import { firstDifference, sameValue, type TomlChange } from './toml-difference.js';
import type { TomlTable } from './toml-document.js';
import {
  beginsWith,
  samePath,
  tomlSyntax,
  type KeyValueSyntax,
  type SyntaxPath,
  type TomlSyntax,
} from './toml-syntax.js';

/**
 * `text` changed so that it parses to `wanted`. Only what belongs to a changed key is touched: comments, order, spacing,
 * spelling and line breaks of everything else stay byte for byte. New tables are appended as `[blocks]`.
 */
export function editToml(text: string, wanted: TomlTable): string {
  let edited = text;
  let steps = mostSteps(text, wanted);
  for (let change = firstDifference(parse(edited), wanted); change; change = firstDifference(parse(edited), wanted)) {
    // Every step brings the text nearer, so that this only ends an endless loop of a mistake in here.
    if ((steps -= 1) < 0)
      throw new Error(`hal0 does not know how to change ${change.path.join('.')} in this TOML text`);
    edited = step(edited, change, wanted);
  }
  return edited;
}

function step(text: string, { path, before, after }: TomlChange, wanted: TomlTable): string {
  const syntax = tomlSyntax(text);
  // What stands inside a list of values is changed with the list.
  const list = syntax.keyValues.find((found) => found.node.value.type === 'TOMLArray' && beginsWith(path, found.path));
  if (list) return changeValue(text, list, valueAt(parse(text), list.path), valueAt(wanted, list.path));
  if (after === undefined) return remove(text, syntax, path);
  if (before === undefined) return addToToml(text, syntax, path, after);
  const known = syntax.keyValues.find((found) => samePath(found.path, path));
  return known ? changeValue(text, known, before, after) : remove(text, syntax, path);
}

function changeValue(
  text: string,
  { node: { value: node }, ...known }: KeyValueSyntax,
  before: TomlValue | undefined,
  after: TomlValue | undefined,
): string {
  if (after === undefined) return remove(text, tomlSyntax(text), known.path);
  if (node.type === 'TOMLArray' && Array.isArray(before) && Array.isArray(after)) {
    return spliced(text, changeItem(text, listOf(node), before, after));
  }
  return spliced(text, [{ from: node.range[0], to: node.range[1], text: printValue(after) }]);
}

/** The first step from one list towards another. */
function changeItem(
  text: string,
  list: ReturnType<typeof listOf>,
  before: readonly TomlValue[],
  after: readonly TomlValue[],
): Splice[] {
  let at = 0;
  while (at < before.length && at < after.length && sameValue(before[at], after[at])) at += 1;
  const old = before[at];
  const wanted = after[at];
  if (wanted === undefined) return removeItem(text, list, at);
  if (old === undefined) return insertItem(text, list, at - 1, printValue(wanted));
  const oldStays = after.slice(at).some((value) => sameValue(value, old));
  if (oldStays) return insertItem(text, list, at - 1, printValue(wanted));
  if (before.slice(at).some((value) => sameValue(value, wanted))) return removeItem(text, list, at);
  const [from, to] = list.items[at]?.range ?? [0, 0];
  return [{ from, to, text: printValue(wanted) }];
}

function remove(text: string, { blocks, keyValues }: TomlSyntax, path: SyntaxPath): string {
  const gone = blocks.filter(({ resolvedKey }) => beginsWith(resolvedKey, path));
  const lines = keyValues.filter(
    (found) => beginsWith(found.path, path) && !found.inline && !(found.block && gone.includes(found.block)),
  );
  if (gone.length || lines.length) {
    return spliced(text, [
      ...blockLines(text, gone),
      ...lines.map(({ node: { range } }) => ({
        from: lineStart(text, range[0]),
        to: nextLine(text, range[1]),
        text: '',
      })),
    ]);
  }
  const item = keyValues.find((found) => beginsWith(found.path, path));
  if (!item?.inline) throw new Error(`${path.join('.')} is nowhere in this TOML text`);
  return spliced(text, removeItem(text, listOf(item.inline), item.inline.body.indexOf(item.node)));
}

/** The lines of blocks; with the empty line before them when another one follows, so that none is left over. */
function blockLines(text: string, blocks: TomlSyntax['blocks']): Splice[] {
  const lines: Splice[] = [];
  for (const { range } of blocks) {
    const from = lineStart(text, range[0]);
    const to = nextLine(text, range[1]);
    const last = lines.at(-1);
    if (last && text.slice(last.to, from).trim() === '') last.to = to;
    else lines.push({ from, to, text: '' });
  }
  return lines.map(({ from, to, text: put }) => {
    const blank = /(?:^|\n)(\r?\n)$/.exec(text.slice(0, from))?.[1] ?? '';
    return { from: /^\r?(\n|$)/.test(text.slice(to)) ? from - blank.length : from, to, text: put };
  });
}

function valueAt(table: TomlTable, path: SyntaxPath): TomlValue | undefined {
  let value: TomlValue | undefined = table;
  for (const part of path) {
    const inner: unknown = value;
    value = Array.isArray(inner)
      ? (inner as TomlValue[])[Number(part)]
      : isTomlTable(inner) && Object.hasOwn(inner, part)
        ? inner[part]
        : undefined;
  }
  return value;
}

function mostSteps(text: string, wanted: TomlTable): number {
  return 10 + 2 * (sizeOf(parse(text)) + sizeOf(wanted));
}

/** How many values there are, those inside others included. */
function sizeOf(value: TomlValue): number {
  const inner = Array.isArray(value) ? value : isTomlTable(value) ? Object.values(value) : [];
  return inner.reduce<number>((sum, one) => sum + sizeOf(one), 1);
}

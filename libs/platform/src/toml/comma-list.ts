import type { AST } from 'toml-eslint-parser';

/** A replacement of part of a text. */
export interface Splice {
  from: number;
  to: number;
  text: string;
}

/** `[ … ]` or `{ … }`: what stands in it, and where. */
interface CommaList {
  range: AST.Range;
  items: readonly { range: AST.Range }[];
}

export const listOf = (node: AST.TOMLArray | AST.TOMLInlineTable): CommaList => ({
  range: node.range,
  items: node.type === 'TOMLArray' ? node.elements : node.body,
});

/** Takes one item out, with one comma; comments beside it stay. A line that then holds nothing goes as well. */
export function removeItem(text: string, list: CommaList, index: number): Splice[] {
  const [from, to] = rangeOf(list, index);
  const comma = commaAfter(text, list, index);
  if (comma === undefined) {
    // A comma at the end is not for every list, so the last item takes the one before it along.
    const before = index > 0 ? commaAfter(text, list, index - 1) : undefined;
    const item = cutOut(text, list, from, to);
    return before === undefined ? [item] : [{ from: before, to: before + 1, text: '' }, item];
  }
  if (!text.slice(to, comma).includes('#')) return [cutOut(text, list, from, comma + 1)];
  return [
    { from, to, text: '' },
    { from: comma, to: comma + 1, text: '' },
  ];
}

/** Puts an item behind the one at `after`, or first when that is -1; on a line of its own if the others have theirs. */
export function insertItem(text: string, list: CommaList, after: number, item: string): Splice[] {
  const { range, items } = list;
  const open = range[0] + 1;
  const first = items[0];
  if (!first) {
    const empty = text.slice(open, range[1] - 1).trim() === '';
    const space = text[range[0]] === '{' ? ' ' : '';
    return empty
      ? [{ from: open, to: range[1] - 1, text: `${space}${item}${space}` }]
      : // Only comments stand here; the item comes before them.
        [{ from: open, to: open, text: `${item}` }];
  }
  if (after < 0) {
    const lead = text.slice(lineStart(text, first.range[0]), first.range[0]);
    const own = lead.trim() === '' && lineStart(text, first.range[0]) > open;
    return [
      { from: first.range[0], to: first.range[0], text: own ? `${item},${newlineOf(text)}${lead}` : `${item}, ` },
    ];
  }
  const [from, to] = rangeOf(list, after);
  const comma = commaAfter(text, list, after);
  const indent = text.slice(lineStart(text, from), from);
  const end = lineEnd(text, comma ?? to);
  const next = items[after + 1]?.range[0] ?? range[1] - 1;
  const ownLine = indent.trim() === '' && lineStart(text, from) > open && next > end;
  if (!ownLine) {
    return comma === undefined
      ? [{ from: to, to, text: `, ${item}` }]
      : [{ from: comma + 1, to: comma + 1, text: ` ${item}${items[after + 1] ? ',' : ''}` }];
  }
  const last = items[after + 1] === undefined;
  const trailing = !last || comma !== undefined ? ',' : '';
  const line = { from: end, to: end, text: `${newlineOf(text)}${indent}${item}${trailing}` };
  if (comma !== undefined) return [line];
  return end === to ? [{ ...line, text: `,${line.text}` }] : [{ from: to, to, text: ',' }, line];
}

/** The text with splices made that do not overlap. */
export function spliced(text: string, splices: readonly Splice[]): string {
  return splices
    .toSorted((a, b) => b.from - a.from)
    .reduce((result, { from, to, text: put }) => result.slice(0, from) + put + result.slice(to), text);
}

/** Where the line begins; a byte order mark is no part of the first one. */
export function lineStart(text: string, at: number): number {
  const start = at > 0 ? text.lastIndexOf('\n', at - 1) + 1 : 0;
  return text[start] === '\ufeff' ? start + 1 : start;
}

/** Where the line's break begins, or the text ends. */
function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  if (end < 0) return text.length;
  return end > 0 && text[end - 1] === '\r' ? end - 1 : end;
}

/** Where the next line begins. */
export function nextLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

/** The line break that the text uses. */
export const newlineOf = (text: string): string => (/\r\n/.test(text) ? '\r\n' : '\n');

function rangeOf({ items }: CommaList, index: number): AST.Range {
  const item = items[index];
  if (!item) throw new RangeError(`there is no item ${index}`);
  return item.range;
}

/** Where the comma behind an item is; comments in between may hold commas of their own. */
function commaAfter(text: string, { items, range }: CommaList, index: number): number | undefined {
  const end = items[index + 1]?.range[0] ?? range[1] - 1;
  for (let at = items[index]?.range[1] ?? end; at < end; at += 1) {
    if (text[at] === ',') return at;
    if (text[at] === '#') at = lineEnd(text, at);
  }
  return undefined;
}

/** Its whole line when nothing else stands on it, otherwise the item with the space that parted it from its neighbours. */
function cutOut(text: string, { range }: CommaList, from: number, to: number): Splice {
  const start = lineStart(text, from);
  const before = /[ \t]*$/.exec(text.slice(start, from))?.[0].length ?? 0;
  const after = /^[ \t]*/.exec(text.slice(to))?.[0].length ?? 0;
  const alone = from - before === start && to + after === lineEnd(text, to);
  if (alone && start > range[0]) return { from: start, to: nextLine(text, to), text: '' };
  const closing = to + after >= range[1] - 1;
  return closing ? { from: from - before, to, text: '' } : { from, to: to + after, text: '' };
}

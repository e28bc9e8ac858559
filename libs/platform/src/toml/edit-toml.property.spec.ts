import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parse, type TomlTable } from 'smol-toml';
import { editToml } from './edit-toml.js';
import { isTomlTable, type TomlValue } from './print-toml.js';
import { sameValue } from './toml-difference.js';
import { tomlKey } from './toml-path.js';

const RUNS = { numRuns: 150 };

/** Whole lines of a file, and the key they say. */
interface Chunk {
  path: readonly string[];
  text: string;
}

const space = fc.constantFrom('', ' ', '  ', '\t');
const comment = fc.constantFrom('', '', ' # mine', '# "a" = [1, # {', ' # , ] }');
const between = fc.constantFrom('', '', '\n', '# a note\n', '\n# [not.a.table]\n\n', '  # in\n');
const plainKey = fc.constantFrom('a', 'b-c', 'port', 'x_1', '7');
const oddKey = fc.constantFrom('with space', 'a.b', 'é', '"', '', '#');
const key = fc.oneof({ weight: 4, arbitrary: plainKey }, { weight: 1, arbitrary: oddKey });

/** A key as somebody might write it. */
const spelled = (name: string) =>
  fc.constantFrom(...(/^[\w-]+$/.test(name) ? [name, `"${name}"`, `'${name}'`] : [tomlKey(name)]));

const scalar = fc.constantFrom(
  '1',
  '-17',
  '0xff',
  '1_000',
  '3.50',
  '1e3',
  'true',
  'false',
  '"text"',
  '"with # and \\" and \\u00e9"',
  "'C:\\dir'",
  '1979-05-27T07:32:00Z',
  '1979-05-27',
  '07:32:00',
  '""',
  '"""\nmore\n# no comment\n"""',
  "'''one \"two\"'''",
);
const list: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(scalar, { maxLength: 4 }),
    fc.constantFrom(', ', ',', ',\n  ', ', # said\n  ', '\n  , '),
    fc.constantFrom('', ',', '\n', ' # end\n'),
    space,
  )
  .map(([items, comma, end, gap]) =>
    items.length ? `[${gap}${items.join(comma)}${end}]` : `[${gap}${end === ',' ? '' : end}]`,
  );
const inlineTable = fc
  .uniqueArray(fc.tuple(fc.constantFrom('p', 'q', 'r.s', 'r.t', '"u v"'), fc.oneof(scalar, list)), {
    maxLength: 3,
    selector: ([name]) => name,
  })
  .filter((entries) => entries.every(([, value]) => !value.includes('\n')))
  .map((entries) => (entries.length ? `{ ${entries.map(([name, value]) => `${name} = ${value}`).join(', ')} }` : '{}'));
const value = fc.oneof(
  { weight: 5, arbitrary: scalar },
  { weight: 2, arbitrary: list },
  { weight: 2, arbitrary: inlineTable },
);

/** `key = value` lines of one block, some with dotted keys. */
const body = (at: readonly string[]): fc.Arbitrary<Chunk[]> =>
  fc
    .uniqueArray(
      fc.oneof(
        { weight: 3, arbitrary: key.map((name) => [name]) },
        fc.tuple(fc.constantFrom('dot', 'deep'), key),
        fc.tuple(fc.constant('deep er'), key, key),
      ),
      {
        maxLength: 4,
        selector: (path) => JSON.stringify(path),
        comparator: (one, other) => one === other,
      },
    )
    .chain((paths) =>
      fc.tuple(
        ...paths.map((path) =>
          fc
            .tuple(
              between,
              space,
              fc.tuple(...path.map(spelled)),
              fc.constantFrom('.', ' . ', '.\t'),
              space,
              value,
              comment,
            )
            .map(([before, indent, names, dot, gap, written, after]): Chunk[] => [
              { path: [], text: before },
              { path: [...at, ...path], text: `${indent}${names.join(dot)}${gap}=${gap}${written}${after}\n` },
            ]),
        ),
      ),
    )
    .map((chunks) => chunks.flat());

const header = (path: readonly string[], kind: 'table' | 'list') =>
  fc
    .tuple(between, space, fc.tuple(...path.map(spelled)), fc.constantFrom('.', ' . '), comment)
    .map(([before, gap, names, dot, after]): Chunk[] => [
      { path: [], text: before },
      {
        path: [],
        text: kind === 'table' ? `[${gap}${names.join(dot)}${gap}]${after}\n` : `[[${names.join(dot)}]]${after}\n`,
      },
    ]);

const block = (path: readonly string[], kind: 'table' | 'list' = 'table') =>
  fc.tuple(header(path, kind), body(path)).map(([head, rest]) => [...head, ...rest]);

const TABLES = [['api'], ['slots'], ['slots', 'primary'], ['slots', 'a b'], ['up', 'x', 'y'], ['up']];

/** A file in any order, with any spacing, that is valid TOML. */
const file = fc
  .tuple(
    body([]),
    fc.shuffledSubarray(TABLES).chain((paths) => fc.tuple(...paths.map((path) => block(path)))),
    fc.array(fc.tuple(block(['item'], 'list'), fc.option(block(['item', 'sub']))), { maxLength: 3 }),
    between,
    fc.constantFrom('\n', '\r\n'),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([root, tables, items, end, newline, bom, lastLine]) => {
    const elements = items.flatMap(([item, sub]) => [...item, ...(sub ?? [])]).map(({ text }) => ({ path: [], text }));
    const chunks = [...root, ...tables.flat(), ...elements, { path: [], text: end }]
      .map(({ path, text }) => ({ path, text: text.replaceAll('\n', newline) }))
      .filter(({ text }) => text);
    const first = chunks[0];
    if (first && bom) first.text = `\ufeff${first.text}`;
    const last = chunks.at(-1);
    if (last && !lastLine) last.text = last.text.replace(/\r?\n$/, '');
    return chunks;
  })
  .filter((chunks) => isValid(textOf(chunks)));

const newValue: fc.Arbitrary<TomlValue> = fc.oneof(
  fc.constantFrom<TomlValue>('changed', 42, false, 0.5, 'a "quoted" # text', [], ['a', 'b'], [1, 2, 3]),
);

describe('editToml on any file', () => {
  it('changes one value and leaves every other line as it is', () => {
    fc.assert(
      fc.property(file, fc.nat(), newValue, (chunks, pick, put) => {
        const chunk = picked(chunks, pick);
        fc.pre(chunk !== undefined);
        const { before, after } = around(chunks, chunk);
        const edited = editToml(textOf(chunks), withValue(parse(textOf(chunks)), chunk.path, put));
        expect(edited.startsWith(before)).toBe(true);
        expect(edited.endsWith(after)).toBe(true);
        expectSame(parse(edited), withValue(parse(textOf(chunks)), chunk.path, put));
      }),
      RUNS,
    );
  });

  it('takes one key out and leaves every other line as it is', () => {
    fc.assert(
      fc.property(file, fc.nat(), (chunks, pick) => {
        const chunk = picked(chunks, pick);
        fc.pre(chunk !== undefined);
        const { before, after } = around(chunks, chunk);
        expect(editToml(textOf(chunks), parse(before + after))).toBe(before + after);
      }),
      RUNS,
    );
  });

  it('adds one key in one place and keeps every byte that was there', () => {
    fc.assert(
      fc.property(
        file,
        fc.nat(),
        fc.oneof(newValue, fc.constant<TomlValue>({ inner: 1, deep: { er: 'x' } })),
        (chunks, pick, put) => {
          const text = textOf(chunks);
          const tables = tablePaths(parse(text));
          const path = [...(tables[pick % tables.length] ?? []), 'brand new'];
          const edited = editToml(text, withValue(parse(text), path, put));
          expectSame(parse(edited), withValue(parse(text), path, put));
          let same = 0;
          while (same < text.length && edited[same] === text[same]) same += 1;
          const kept = Array.from({ length: same + 1 }, (_, at) => at).some((at) => edited.endsWith(text.slice(at)));
          expect(kept).toBe(true);
        },
      ),
      RUNS,
    );
  });

  it('reaches any other table, and a change there and back gives the same values', () => {
    fc.assert(
      fc.property(file, file, (one, other) => {
        const text = textOf(one);
        const wanted = parse(textOf(other));
        const edited = editToml(text, wanted);
        expectSame(parse(edited), wanted);
        expectSame(parse(editToml(edited, parse(text))), parse(text));
      }),
      RUNS,
    );
  });

  it('changes nothing when nothing is to change', () => {
    fc.assert(
      fc.property(file, (chunks) => {
        expect(editToml(textOf(chunks), parse(textOf(chunks)))).toBe(textOf(chunks));
      }),
      RUNS,
    );
  });
});

const textOf = (chunks: readonly Chunk[]): string => chunks.map(({ text }) => text).join('');

function isValid(text: string): boolean {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}

function picked(chunks: readonly Chunk[], pick: number): Chunk | undefined {
  const owned = chunks.filter(({ path }) => path.length);
  return owned[pick % Math.max(1, owned.length)];
}

function around(chunks: readonly Chunk[], chunk: Chunk): { before: string; after: string } {
  const at = chunks.indexOf(chunk);
  const bom = at === 0 && chunk.text.startsWith('\ufeff') ? '\ufeff' : '';
  return { before: bom + textOf(chunks.slice(0, at)), after: textOf(chunks.slice(at + 1)) };
}

function withValue(table: TomlTable, path: readonly string[], value: TomlValue): TomlTable {
  const [name = '', ...rest] = path;
  const inner = table[name];
  return { ...table, [name]: rest.length ? withValue(isTomlTable(inner) ? inner : {}, rest, value) : value };
}

function tablePaths(table: TomlTable, path: readonly string[] = []): string[][] {
  const inner = Object.entries(table).flatMap(([name, value]) =>
    isTomlTable(value) ? tablePaths(value, [...path, name]) : [],
  );
  return [[...path], ...inner];
}

function expectSame(one: TomlTable, other: TomlTable): void {
  if (!sameValue(one, other)) expect(one).toEqual(other);
}

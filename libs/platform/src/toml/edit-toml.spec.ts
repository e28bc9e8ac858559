import { describe, expect, it } from '@jest/globals';
import { parse, type TomlTable } from 'smol-toml';
import { editToml } from './edit-toml.js';

const FILE = `# my box
schema_version = 3

[slots.primary] # the one that matters
model = "qwen" # chosen by hand
enabled = true
`;

function edited(text: string, change: (table: TomlTable) => void): string {
  const table = parse(text);
  change(table);
  return editToml(text, table);
}

const at = (table: TomlTable, ...path: string[]) => path.reduce((inner, key) => inner[key] as TomlTable, table);

describe('editToml', () => {
  it('keeps comments and order when a value changes', () => {
    expect(edited(FILE, (table) => (at(table, 'slots', 'primary')['model'] = 'gemma'))).toBe(
      FILE.replace('"qwen"', '"gemma"'),
    );
  });

  it('appends a new table as a block of its own', () => {
    const text = edited(FILE, (table) => (at(table, 'slots')['embed'] = { model: 'nomic', enabled: false }));
    expect(text).toBe(`${FILE}\n[slots.embed]\nmodel = "nomic"\nenabled = false\n`);
  });

  it('leaves no empty lines behind when what it added goes again', () => {
    const added = edited(FILE, (table) => (at(table, 'slots')['embed'] = { model: 'nomic' }));
    expect(edited(added, (table) => delete at(table, 'slots')['embed'])).toBe(FILE);
  });

  it('writes a file that was empty', () => {
    const wanted = { schema_version: 3, slots: { a: { model: 'm' } } };
    expect(editToml('', wanted)).toBe('schema_version = 3\n\n[slots.a]\nmodel = "m"\n');
  });

  it('puts a new key below its neighbours, as far in, with the breaks of the file', () => {
    const text = '[api]\r\n  port = 1 # one\r\n\r\n[paths]\r\n';
    expect(edited(text, (table) => (at(table, 'api')['host'] = 'h'))).toBe(
      '[api]\r\n  port = 1 # one\r\n  host = "h"\r\n\r\n[paths]\r\n',
    );
  });

  it('puts a key without a section below what is said of the file as a whole', () => {
    const text = '# my box\n\n# the API\n[api]\nport = 1\n';
    expect(edited(text, (table) => (table['first'] = 1))).toBe('# my box\n\nfirst = 1\n\n# the API\n[api]\nport = 1\n');
  });

  it('goes on with dotted keys and inline tables where a person began them', () => {
    const text = 'slots.primary.model = "m" # here\nup = { a = 1 } # there\n';
    const changed = edited(text, (table) => {
      at(table, 'slots', 'primary')['enabled'] = true;
      at(table, 'up')['b c'] = 2;
    });
    expect(changed).toBe(
      'slots.primary.model = "m" # here\nslots.primary.enabled = true\nup = { a = 1, "b c" = 2 } # there\n',
    );
  });

  it.each([
    ['one more at the end', ['a', 'b', 'c'], '  "a", # mine\n  # why b\n  "b", # its\n  "c",\n'],
    ['one more at the front', ['0', 'a', 'b'], '  "0",\n  "a", # mine\n  # why b\n  "b", # its\n'],
    ['one less', ['b'], '  # mine\n  # why b\n  "b", # its\n'],
    ['another one', ['a', 'x'], '  "a", # mine\n  # why b\n  "x", # its\n'],
    ['none', [], '  # mine\n  # why b\n  # its\n'],
  ])('keeps what is said inside a list: %s', (_, hosts, lines) => {
    const text = 'hosts = [\n  "a", # mine\n  # why b\n  "b", # its\n]\n';
    expect(editToml(text, { hosts })).toBe(`hosts = [\n${lines}]\n`);
  });

  it.each([
    ['["a", "b"]', ['a'], '["a"]'],
    ['["a", "b"]', ['b'], '["b"]'],
    ['[ "a" ]', [], '[]'],
    ['[]', ['a', 'b'], '["a", "b"]'],
    ['["a","b",]', ['a', 'b', 'c'], '["a","b", "c"]'],
    ['[ # none yet\n]', ['a'], '["a" # none yet\n]'],
    ['["a" # one\n, "b"]', ['b'], '[ # one\n "b"]'],
  ])('%s becomes %j', (list, values, wanted) => {
    const text = editToml(`x = ${list}\n`, { x: values });
    expect(parse(text)).toEqual({ x: values });
    expect(text.replaceAll(' ', '')).toBe(`x = ${wanted}\n`.replaceAll(' ', ''));
  });

  it('keeps the other elements of a list of tables', () => {
    const text =
      '[[up]] # one\nname = "a"\n\n[[up]] # two\nname = "b"\n[up.more]\nx = 1\n\n[[up]] # three\nname = "c"\n';
    const without = edited(text, (table) => (table['up'] as TomlTable[]).splice(1, 1));
    expect(without).toBe('[[up]] # one\nname = "a"\n\n[[up]] # three\nname = "c"\n');
    const more = edited(text, (table) => (table['up'] as TomlTable[]).push({ name: 'd' }));
    expect(more).toBe(`${text}\n[[up]]\nname = "d"\n`);
  });

  it('writes keys that TOML wants in quotes, and keeps dates', () => {
    const text = 'since = 1979-05-27 # then\n';
    const wanted = { ...parse(text), 'a.b "c"': 1, __proto_: 2 };
    expect(editToml(text, wanted)).toBe('since = 1979-05-27 # then\n"a.b \\"c\\"" = 1\n__proto_ = 2\n');
  });
});

import { describe, expect, it } from '@jest/globals';
import { editToml, parseToml } from './toml-document.js';

const FILE = `# my box
schema_version = 3

[slots.primary] # the one that matters
model = "qwen" # chosen by hand
enabled = true
`;

describe('editToml', () => {
  it('keeps comments and order when a value changes', () => {
    const wanted = parseToml(FILE, 'f');
    (wanted['slots'] as { primary: { model: string } }).primary.model = 'gemma';
    expect(editToml(FILE, wanted)).toBe(FILE.replace('"qwen"', '"gemma"'));
  });

  it('appends a new table as a block of its own', () => {
    const wanted = parseToml(FILE, 'f');
    (wanted['slots'] as Record<string, unknown>)['embed'] = { model: 'nomic', enabled: false };
    const edited = editToml(FILE, wanted);
    expect(edited.startsWith(FILE)).toBe(true);
    expect(edited).toContain('\n[slots.embed]\nmodel = "nomic"\nenabled = false\n');
  });

  it('writes a file that was empty', () => {
    expect(parseToml(editToml('', { schema_version: 3, slots: { a: { model: 'm' } } }), 'f')).toEqual({
      schema_version: 3,
      slots: { a: { model: 'm' } },
    });
  });
});

describe('parseToml', () => {
  it('names file, line and column of a mistake', () => {
    expect(() => parseToml('a = 1\nb = = 2\n', '/etc/hal0/hal0.toml')).toThrow(
      expect.objectContaining({
        code: 'config.invalid',
        details: expect.objectContaining({ file: '/etc/hal0/hal0.toml', line: 2 }),
      }),
    );
  });
});

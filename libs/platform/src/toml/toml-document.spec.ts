import { describe, expect, it } from '@jest/globals';
import { parseToml } from './toml-document.js';

describe('parseToml', () => {
  it.each([
    ['a = 1\nb = = 2\n', 2, 'a text needs quotes'],
    ['[api]\nport = 1\nport = 2\n', 3, 'keep one of the two'],
    ['[api\nport = 1\n', 1, '[section]'],
    ['host = localhost\n', 1, 'a text needs quotes'],
    ['host = "localhost\n', 1, 'closing quote'],
    ['hosts = ["a", "b"\nport = 1\n', 2, 'closing bracket'],
    ['hosts = [\n', 2, 'closing bracket'],
    ['a = 1 b = 2\n', 1, 'its own line'],
    ['address = 127.0.0.1\n', 1, 'begins like a number'],
    ['folder = "C:\\dir"\n', 1, 'single quotes'],
    ['port = 0080\n', 1, 'must not begin with zeros'],
    [`[api]\nport = 1\n[${'a.'.repeat(100_000)}a]\n`, 3, 'more than 32 deep'],
    [`a = 1\nb = ${'['.repeat(33)}1${']'.repeat(33)}\n`, 2, 'more than 32 deep'],
  ])('names file, line and cure of the mistake in %j', (text, line, cure) => {
    expect(() => parseToml(text, '/etc/hal0/hal0.toml')).toThrow(
      expect.objectContaining({
        code: 'config.invalid',
        message: expect.stringContaining(cure),
        details: expect.objectContaining({ file: '/etc/hal0/hal0.toml', line }),
      }),
    );
  });
});

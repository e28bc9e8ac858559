import { describe, expect, it } from '@jest/globals';
import { utf8Text } from './utf8-text.js';

describe('utf8Text', () => {
  it('gives every character back, a byte order mark and line breaks of Windows included', () => {
    const text = '\ufeff# Größe\r\na = "\u{1f600}"\n';
    expect(utf8Text(Buffer.from(text), 'f')).toBe(text);
  });

  it.each([
    ['latin1', Buffer.from('[api]\nhost = "gr\xf6n"\n', 'latin1'), 2, 11],
    ['a cut character', Buffer.from([0x61, 0x0a, 0xe2, 0x82]), 2, 1],
  ])('refuses %s with the place of the first bad byte', (_, bytes, line, column) => {
    expect(() => utf8Text(bytes, '/etc/hal0/hal0.toml')).toThrow(
      expect.objectContaining({
        code: 'config.invalid',
        message: expect.stringContaining('is not UTF-8'),
        details: { file: '/etc/hal0/hal0.toml', line, column },
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import { findDebianArchive } from './apt-sources.js';

const stanzas = (text: string) => [{ name: '/etc/apt/sources.list.d/debian.sources', text }];
const lines = (text: string) => [{ name: '/etc/apt/sources.list', text }];

describe('findDebianArchive', () => {
  it.each([
    ['a deb822 stanza', stanzas('Types: deb\nURIs: http://archive.example/debian\nSuites: trixie\n')],
    [
      'several stanzas, security first',
      stanzas(
        'Types: deb\nURIs: http://archive.example/debian-security\n\nTypes: deb\nURIs: http://archive.example/debian\n',
      ),
    ],
    [
      'a comment inside a stanza',
      stanzas('Types: deb\n# http://snapshot.example/debian/2025\nURIs: http://archive.example/debian\n'),
    ],
    [
      'several addresses over several lines',
      stanzas('Types: deb deb-src\nURIs: http://other.example/apt\n http://archive.example/debian\n'),
    ],
    ['field names in any case', stanzas('types: deb\nuris: http://archive.example/debian\n')],
    ['a one-line entry', lines('deb http://archive.example/debian trixie main\n')],
    [
      'a one-line entry with options',
      lines('deb [arch=amd64 signed-by=/k.gpg] http://archive.example/debian trixie main\n'),
    ],
    [
      'a commented line before the real one',
      lines('#deb http://old.example/debian x main\ndeb http://archive.example/debian trixie main\n'),
    ],
  ])('reads %s', (_case, files) => {
    expect(findDebianArchive(files)).toBe('http://archive.example/debian');
  });

  it.each([
    ['nothing', []],
    ['a disabled stanza', stanzas('Enabled: no\nTypes: deb\nURIs: http://archive.example/debian\n')],
    ['sources of sources only', stanzas('Types: deb-src\nURIs: http://archive.example/debian\n')],
    [
      "only other people's archives",
      lines('deb https://packages.example.com/ubuntu noble main\ndeb http://archive.example/debian-security x main\n'),
    ],
    ['a local folder', lines('deb file:/srv/debian trixie main\n')],
  ])('finds none in %s', (_case, files) => {
    expect(findDebianArchive(files)).toBeUndefined();
  });
});

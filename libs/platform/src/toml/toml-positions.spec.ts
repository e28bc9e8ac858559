import { describe, expect, it } from '@jest/globals';
import { dottedPath, pathParts } from './toml-path.js';
import { parseTomlPositions } from './toml-positions.js';

const TEXT = `# mine
[api]
port = 1
  "odd key" = { a = 1, b.c = 2 }
[upstreams."a.b"]
url = "x"
slots.primary.model = "m"
[[list]]
x = 1
[[list]]
x = 2
`;

describe('parseTomlPositions', () => {
  it.each([
    ['api', 2, 2],
    ['api.port', 3, 1],
    ['api."odd key"', 4, 3],
    ['api."odd key".a', 4, 17],
    ['api."odd key".b.c', 4, 24],
    ['upstreams', 5, 2],
    ['upstreams."a.b".url', 6, 1],
    ['upstreams."a.b".slots.primary.model', 7, 1],
    ['list.1.x', 11, 1],
  ])('knows where %s stands', (path, line, column) => {
    expect(parseTomlPositions(TEXT, 'f').get(path)).toEqual({ line, column });
  });

  it('counts as an editor does, whatever the line breaks and the byte order mark', () => {
    const positions = parseTomlPositions(`\ufeffa = 1\r\n[t]\r\nb = 2\r\n`, 'f');
    expect(positions.get('t.b')).toEqual({ line: 3, column: 1 });
  });

  it('says where a file breaks that is no TOML', () => {
    expect(() => parseTomlPositions('a = \n', 'f')).toThrow(expect.objectContaining({ code: 'config.invalid' }));
  });
});

describe('dottedPath', () => {
  it.each([
    [['api', 'port'], 'api.port'],
    [['upstreams', 'a.b', 'url'], 'upstreams."a.b".url'],
    [['', 'x"y', 'é', '\\'], '""."x\\"y"."é"."\\\\"'],
    [[], ''],
  ])('writes %j as %s, and pathParts reads it back', (parts, path) => {
    expect(dottedPath(parts)).toBe(path);
    expect(pathParts(path)).toEqual(parts);
  });

  it.each(['a..b', '"open', 'a."b', '.'])('takes %j apart somehow, as a person may have typed it', (path) => {
    expect(pathParts(path).join('.').replaceAll('"', '')).toBe(path.replaceAll('"', ''));
  });
});

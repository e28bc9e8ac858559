import { describe, expect, it } from '@jest/globals';
import { parseModelReference } from './model-reference.js';

const HUB = new URL('https://mirror.example/hf');
const hub = (repository: string, revision?: string, wanted?: string) => ({ kind: 'hub', repository, revision, wanted });

describe('parseModelReference', () => {
  it.each([
    ['org/name', hub('org/name')],
    [' org/name:Q4_K_M ', hub('org/name', undefined, 'Q4_K_M')],
    ['org/name@v2:sub/file.gguf', hub('org/name', 'v2', 'sub/file.gguf')],
    ['hf.co/org/name:Q8_0', hub('org/name', undefined, 'Q8_0')],
    ['https://huggingface.co/org/name', hub('org/name')],
    ['https://huggingface.co/org/name/blob/main/a%20b.gguf', hub('org/name', undefined, 'a b.gguf')],
    ['https://mirror.example/hf/org/name/resolve/v1/a.gguf?download=true', hub('org/name', 'v1', 'a.gguf')],
    ['https://elsewhere.example/org/name/resolve/main/a.gguf', { kind: 'url' }],
    ['/srv/models/a.gguf', { kind: 'file', path: '/srv/models/a.gguf' }],
    ['one-word', undefined],
    ['ftp://host/a.gguf', undefined],
    ['../../etc/passwd', undefined],
    ['a/b/c', undefined],
  ])('reads %s', (text, expected) => {
    const found = parseModelReference(text, HUB);
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(expected);
  });
});

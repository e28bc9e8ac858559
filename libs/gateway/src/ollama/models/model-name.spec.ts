import { describe, expect, it } from '@jest/globals';
import { tagged, untagged } from './model-name.js';

describe('names of models', () => {
  it('have a tag for clients of Ollama', () => {
    expect(tagged('primary')).toBe('primary:latest');
    expect(tagged('qwen3:4b')).toBe('qwen3:4b');
  });

  it('mean the same with and without the usual tag', () => {
    const known = new Set(['theirs:latest']);
    const isKnown = (name: string) => known.has(name);
    expect(untagged('primary:latest', isKnown)).toBe('primary');
    expect(untagged('primary', isKnown)).toBe('primary');
    expect(untagged('theirs:latest', isKnown)).toBe('theirs:latest');
  });
});

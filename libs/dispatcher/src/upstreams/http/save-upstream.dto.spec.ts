import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { TryUpstreamDto, UpdateUpstreamDto } from './save-upstream.dto.js';

const problemsOf = (dto: object) => validateSync(dto).map(({ property }) => property);
const update = (fields: object) => problemsOf(plainToInstance(UpdateUpstreamDto, fields));
const trial = (fields: object) =>
  problemsOf(plainToInstance(TryUpstreamDto, { url: 'https://api.example.com/v1', ...fields }));

describe('fields of an upstream', () => {
  it.each([
    { url: null },
    { url: 'http://user:pass@api.example.com/v1' },
    { timeoutSeconds: 0.001 },
    { models: [''] },
    { models: ['x\u001b[31m'] },
    { models: ['x\n'] },
    { models: ['x'.repeat(257)] },
    ...['host', 'Content-Length', 'transfer-encoding', 'Connection', 'upgrade', 'expect', 'x y'].map((authHeader) => ({
      authHeader,
    })),
  ])('refuse %j', (fields) => {
    expect(update(fields)).toEqual(Object.keys(fields));
    expect(trial(fields)).toEqual(Object.keys(fields));
  });

  it.each([
    {},
    { url: 'http://10.0.0.7:8000/v1' },
    { timeoutSeconds: 1, models: ['qwen3:0.6b', 'models/gemini 2', 'größe'], authHeader: 'X-Api-Key' },
    { timeoutSeconds: null, authHeader: null, keyName: null, concurrency: null },
  ])('take %j', (fields) => {
    expect(update(fields)).toEqual([]);
    expect(trial(fields)).toEqual([]);
  });

  it('take a key for a trial, and not null for one', () => {
    expect(trial({ key: 'sk-1' })).toEqual([]);
    expect(trial({ key: null })).toEqual(['key']);
  });

  it('say what an address is, when one is none that is taken', () => {
    const [problem] = validateSync(plainToInstance(UpdateUpstreamDto, { url: 'http://127.1/' }));
    expect(Object.values(problem?.constraints ?? {}).join()).toContain('a host name or plain IP address');
  });
});

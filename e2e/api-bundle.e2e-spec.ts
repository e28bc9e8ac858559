import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { CLONE, Hal0Process } from './support/hal0-process.js';

describe('the API in a few files', () => {
  const hal0 = new Hal0Process({
    environment: { NODE_OPTIONS: `--import ${join(CLONE, 'e2e/support/loaded-files.mjs')}` },
  });

  beforeAll(() => hal0.start());
  afterAll(() => hal0.stop());

  // A package that is there twice, inside and outside, would keep its decorators in two places.
  it('takes nothing from the installed packages but the driver of SQLite and the page of the API', async () => {
    expect((await hal0.request('GET', '/api/models')).status).toBe(200);
    const packages = [...hal0.output.matchAll(/^loaded .*\/node_modules\/((?:@[^/]+\/)?[^/]+)/gm)].map(
      ([, name]) => name,
    );
    expect([...new Set(packages)].sort()).toEqual(['better-sqlite3', 'swagger-ui-dist']);
  });

  it('knows the needs of validation', async () => {
    const answer = await hal0.request<{ error: { code: string } }>('POST', '/api/slots', '{"name":7}');
    expect([answer.status, answer.body.error.code]).toEqual([422, 'validation.invalid']);
  });

  // The log leaves out the framework's lines by the names of its classes.
  it("keeps the names of classes: the log is hal0's own", () => {
    expect(hal0.output).not.toMatch(/dependencies initialized|Mapped \{|\[_\w+\]|\w_1\]/);
  });
});

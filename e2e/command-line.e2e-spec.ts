import type { FinishedRequestDto } from '@hal0/activity';
import { FakeProvider } from '@hal0/dispatcher/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { CLONE, Hal0Process } from './support/hal0-process.js';

jest.setTimeout(180_000);

const CLI = join(CLONE, 'apps/cli/dist/main.js');
const HELLO = { messages: [{ role: 'user', content: 'Hello' }], max_tokens: 20 };
const run = promisify(execFile);

describe('the command line tells what became of requests', () => {
  const hal0 = new Hal0Process({ demo: true });
  let provider: FakeProvider;
  beforeAll(async () => {
    provider = await FakeProvider.start();
    await hal0.start();
    await cli('upstream', 'add', 'afar', '--address', provider.url, '--auth', 'none');
  });
  afterAll(async () => {
    await hal0.stop();
    await provider.close();
  });

  const environment = () => ({ PATH: process.env['PATH'], HAL0_HOME: hal0.home, NO_COLOR: '1' });
  const cli = async (...words: string[]) =>
    (await run(process.execPath, [CLI, ...words], { env: environment() })).stdout;
  const ask = (model: string) =>
    fetch(`${hal0.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model, ...HELLO }),
    });
  /** Asks, and what `request show` says of it. */
  const shown = async (model: string) => {
    const answer = await ask(model);
    await answer.text();
    const id = answer.headers.get('x-request-id') ?? '';
    for (;;) {
      const rows = JSON.parse(await cli('request', 'list', '--grep', id, '--json')) as FinishedRequestDto[];
      if (rows.length) return cli('request', 'show', id);
    }
  };

  it('says that a slow one waited for its model', async () => {
    await cli('slot', 'unload', 'primary');
    const words = await shown('primary');
    expect(words).toMatch(/^served by +primary on this machine$/m);
    expect(words).toMatch(/^load +\d.* █+$/m);
    // Which part was the longest depends on the machine.
    expect(words).toMatch(/^\d+ % of .* went into /m);
  });

  it('says what was tried before, when the chain of a slot that was set here served', async () => {
    await cli('slot', 'edit', 'primary', '--fallback', 'afar/gpt-fake', '--set', 'enabled=false');
    const words = await shown('primary');
    expect(words).toMatch(/^tried before +primary \(/m);
    expect(words).toMatch(/^served by +afar\/gpt-fake$/m);
    await cli('slot', 'edit', 'primary', '--local-only');
    expect((await ask('primary')).headers.get('x-hal0-served-by')).toBeNull();
    expect(provider.asked).toHaveLength(1);
    await cli('slot', 'edit', 'primary', '--no-local-only', '--set', 'fallback=null', '--set', 'enabled=true');
  });

  it('goes on with those to come, and with those of one server alone', async () => {
    const child = spawn(process.execPath, [CLI, 'request', 'list', '--follow', '--served-by', 'afar', '--json'], {
      env: environment(),
    });
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const next = async () => JSON.parse((await lines.next()).value as string) as FinishedRequestDto;
    try {
      expect(await next()).toMatchObject({ servedBy: 'afar', fallbackFrom: 'primary' });
      await (await ask('primary')).text();
      await (await ask('afar/gpt-fake-mini')).text();
      expect(await next()).toMatchObject({ servedBy: 'afar', model: 'gpt-fake-mini' });
    } finally {
      child.kill('SIGINT');
      await once(child, 'exit');
    }
  });

  it('names a provider that fails, in the status and in the log', async () => {
    provider.fail({ kind: 'status', status: 500 });
    await (await ask('afar/gpt-fake')).text();
    expect(await cli('status')).toMatch(/^ +afar is failing: /m);
    expect(await cli('logs', '--grep', 'upstream afar')).toContain('→ failing');
  });
});

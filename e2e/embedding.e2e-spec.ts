import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CLONE, DEMO_MODELS, RUNTIME } from './support/hal0-process.js';

jest.setTimeout(300_000);

const run = promisify(execFile);
const LIBRARIES = readdirSync(join(CLONE, 'libs'));
const npm = (args: string[], cwd: string) =>
  run('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline'], {
    cwd,
    maxBuffer: 16 * 1_048_576,
  });

/** A Nest application of somebody else's, in a folder of its own, with the packed libraries. */
describe('a host application outside the clone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hal0-host-'));
  let host: ChildProcess | undefined;
  afterAll(async () => {
    if (host && host.exitCode === null) {
      const exited = once(host, 'exit');
      host.kill('SIGTERM');
      await exited;
    }
    rmSync(folder, { recursive: true, force: true });
  });

  it('embeds hal0 under a prefix, with its own database beside hal0’s', async () => {
    const tarballs = join(folder, 'tarballs');
    mkdirSync(tarballs);
    await npm(['pack', '--pack-destination', tarballs, ...LIBRARIES.map((library) => `./libs/${library}`)], CLONE);
    const app = join(folder, 'app');
    cpSync(join(CLONE, 'e2e/embedding-host'), app, { recursive: true });
    await npm(['install', ...readdirSync(tarballs).map((file) => join(tarballs, file))], app);

    const home = join(folder, 'home');
    const port = 18_000 + (process.pid % 1_000);
    let output = '';
    host = spawn(process.execPath, ['main.js'], {
      cwd: app,
      env: {
        PATH: process.env['PATH'],
        HOME: home,
        HOST_HOME: home,
        HOST_PORT: String(port),
        HAL0_LEMONADE_RUNTIME: RUNTIME,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    host.stdout?.on('data', (text: Buffer) => (output += text.toString()));
    host.stderr?.on('data', (text: Buffer) => (output += text.toString()));

    const origin = `http://127.0.0.1:${port}`;
    const get = async (path: string) => {
      const response = await fetch(origin + path);
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    };
    await until(
      () =>
        get('/inference/api/status').then(
          ({ body }) => (body['lemonade'] as { phase: string }).phase === 'running',
          () => false,
        ),
      () => output,
    );

    expect(await get('/notes')).toEqual({ status: 200, body: [{ id: 1, text: 'kept by the host' }] });
    expect(existsSync(join(home, 'host.db'))).toBe(true);
    expect(existsSync(join(home, 'var-lib/hal0/activity.db'))).toBe(true);
    expect(await get('/inference/v1/models')).toEqual({ status: 200, body: { object: 'list', data: [] } });
    expect(await get('/inference/api/slots/nothing')).toMatchObject({
      status: 404,
      body: { error: { code: 'slot.not_found' } },
    });
    expect((await get('/api/slots')).status).toBe(404);

    const post = (path: string, body: object, method = 'POST') =>
      fetch(origin + path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    const model = join(DEMO_MODELS, 'hal0-demo-chat-2m-q8_0.gguf');
    expect((await post('/inference/api/models', { id: 'toy', type: 'llm', path: model })).status).toBe(201);
    expect((await post('/inference/api/slots/primary', { model: 'toy', enabled: true }, 'PATCH')).status).toBe(200);
    const chat = await post('/inference/v1/chat/completions', {
      messages: [{ role: 'user', content: 'hi' }],
      max_tokens: 4,
    });
    expect(await chat.json()).toMatchObject({ model: 'toy', object: 'chat.completion' });
  });
});

async function until(condition: () => Promise<boolean>, output: () => string): Promise<void> {
  const deadline = performance.now() + 120_000;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`The host did not come up:\n${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { temporaryHome } from '@hal0/platform/testing';
import { run } from './run.js';
import { aSlot, FakeApi, refuse } from './testing/fake-api.js';
import { FakeTerminal, type FakeTerminalOptions } from './testing/fake-terminal.js';

const STATUS = {
  name: 'hal0',
  version: '0.1.0',
  hostname: 'box',
  startedAt: '2026-01-01T00:00:00.000Z',
  uptimeSeconds: 93_784,
  state: 'ok',
  lemonade: {
    phase: 'running',
    version: '10.2.0',
    message: null,
    progress: null,
    origin: null,
    since: '2026-01-01T00:00:00.000Z',
  },
  slots: { total: 6, enabled: 1, ready: 1 },
  requests: { active: 2, queued: 3 },
};

let api: FakeApi;

beforeEach(async () => {
  api = await FakeApi.start();
});
afterEach(() => api.stop());

async function hal0(words: string, options: FakeTerminalOptions = {}) {
  const terminal = new FakeTerminal({ environment: { HAL0_API_URL: api.url }, ...options });
  const exitCode = await run(words.split(' ').filter(Boolean), terminal);
  return { exitCode, stdout: terminal.stdout.text, stderr: terminal.stderr.text };
}

describe('status', () => {
  it('tells how the box is', async () => {
    api.on('GET /api/status', () => STATUS);
    const { exitCode, stdout } = await hal0('status');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('0.1.0 on box, ok, up 1 d 2 h');
    expect(stdout).toContain('lemond 10.2.0 running');
    expect(stdout).toContain('1 of 1 ready, 6 in all');
    expect(stdout).toContain('2 active, 3 queued');
  });

  it('says why the runtime is away', async () => {
    api.on('GET /api/status', () => ({
      ...STATUS,
      state: 'degraded',
      lemonade: {
        ...STATUS.lemonade,
        version: null,
        phase: 'fetching',
        progress: 0.42,
        message: 'Downloading llama.cpp',
      },
    }));
    const { stdout } = await hal0('status');
    expect(stdout).toContain('lemond fetching 42 %');
    expect(stdout).toContain('Downloading llama.cpp');
  });

  it('prints what the API said under --json, before or after the command', async () => {
    api.on('GET /api/status', () => STATUS);
    expect(JSON.parse((await hal0('status --json')).stdout)).toEqual(STATUS);
    expect(JSON.parse((await hal0('--json status')).stdout)).toEqual(STATUS);
  });
});

describe('slot list', () => {
  it('lays slots out in columns', async () => {
    const metrics = { requests: 4, ttftMs: 41.6, tokensPerSecond: 88.24, lastUsedAt: null };
    api.on('GET /api/slots', () => [
      aSlot({ state: 'ready', metrics }),
      aSlot({ name: 'embed', model: null, enabled: false }),
    ]);
    const { stdout } = await hal0('slot list');
    const [heading, primary, embed] = stdout.split('\n').map((line) => line.split(/ {2,}/));
    expect(heading).toEqual(['SLOT', 'TYPE', 'STATE', 'MODEL', 'DEVICE', 'ACTIVE', 'QUEUED', 'TTFT', 'SPEED']);
    expect(primary).toEqual(['primary', 'llm', 'ready', 'hal0/demo-chat', 'cpu', '0', '0', '42 ms', '88.2 tok/s']);
    expect(embed?.slice(0, 4)).toEqual(['embed', 'llm', 'disabled', '–']);
  });

  it('colours states at a terminal, unless NO_COLOR is set', async () => {
    api.on('GET /api/slots', () => [aSlot({ state: 'ready' })]);
    const green = '\u001b[32mready';
    expect((await hal0('slot list', { isTTY: true })).stdout).toContain(green);
    const environment = { HAL0_API_URL: api.url, NO_COLOR: '1' };
    expect((await hal0('slot list', { isTTY: true, environment })).stdout).not.toContain('\u001b');
  });
});

describe('slot show', () => {
  it('tells what went wrong', async () => {
    const error = { code: 'model.file_corrupt', message: 'The file is not a GGUF.' };
    api.on('GET /api/slots/primary', () => aSlot({ state: 'error', error, contextSize: 2048 }));
    const { stdout } = await hal0('slot show primary');
    expect(stdout).toContain('model.file_corrupt: The file is not a GGUF.');
    expect(stdout).toContain('2048 tokens');
  });

  it('keeps a strange name inside its path segment', async () => {
    await hal0('slot show ../models?x');
    expect(api.requests).toEqual(['GET /api/slots/..%2Fmodels%3Fx']);
  });
});

describe('model list and bundles', () => {
  it('marks a toy', async () => {
    api.on('GET /api/models', () => [
      {
        id: 'hal0/demo-chat',
        type: 'llm',
        sizeBytes: 2_202_009,
        contextLength: 2048,
        architecture: 'llama',
        license: null,
        toy: true,
      },
    ]);
    expect((await hal0('model list')).stdout).toMatch(/hal0\/demo-chat \(toy\) +llm +2\.1 MiB +2048 +llama +–/);
  });

  it('says how to get a first model', async () => {
    api.on('GET /api/models', () => []);
    expect((await hal0('model list')).stdout).toContain('hal0 bundle apply hal0-demo');
  });

  it('applies a bundle', async () => {
    const bundle = {
      id: 'hal0-demo',
      name: 'Demo',
      description: 'Try it',
      applied: true,
      toy: true,
      slots: [{ slot: 'primary', model: 'm' }],
    };
    api.on('POST /api/bundles/hal0-demo/apply', () => bundle).on('GET /api/bundles', () => [bundle]);
    const { exitCode, stdout } = await hal0('bundle apply hal0-demo');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Demo is applied (a toy');
    expect((await hal0('bundle list')).stdout).toMatch(/hal0-demo +yes +primary +Try it/);
  });
});

describe('failures', () => {
  it('prints code and message of the API with status 1', async () => {
    api.on('GET /api/slots/nope', ({ response }) =>
      refuse(response, 404, 'slot.not_found', 'There is no slot "nope".'),
    );
    expect(await hal0('slot show nope')).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: 'slot.not_found: There is no slot "nope".\n',
    });
  });

  it('prints the envelope under --json, and nothing on stdout', async () => {
    api.on('GET /api/slots/nope', ({ response }) => refuse(response, 404, 'slot.not_found', 'No.'));
    const { stdout, stderr } = await hal0('slot show nope --json');
    expect(stdout).toBe('');
    expect(JSON.parse(stderr)).toEqual({ error: { code: 'slot.not_found', message: 'No.' } });
  });

  it('says what to do when nobody answers, with status 69', async () => {
    const { exitCode, stderr } = await hal0('status --url http://127.0.0.1:9');
    expect(exitCode).toBe(69);
    expect(stderr).toContain('hal0 does not answer at http://127.0.0.1:9 (connection refused)');
    expect(stderr).toContain('./hal0 up');
  });

  it('does not take another server for hal0', async () => {
    api.on(
      'GET /api/status',
      ({ response }) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
    );
    api.on('GET /api/slots', ({ response }) => void response.writeHead(502).end('Bad gateway'));
    for (const words of ['status', 'slot list']) {
      const { exitCode, stderr } = await hal0(words);
      expect(exitCode).toBe(69);
      expect(stderr).toContain('what answers there is not hal0');
    }
  });

  it.each(['slot lisst', 'slot show', 'status --wat', 'slot', '--url', 'chat --slot a --model b hello'])(
    'refuses "%s" with status 2',
    async (words) => {
      const { exitCode, stdout, stderr } = await hal0(words);
      expect(exitCode).toBe(2);
      expect(stdout).toBe('');
      expect(stderr).not.toBe('');
      expect(api.requests).toEqual([]);
    },
  );

  it('refuses an address that is none', async () => {
    const { exitCode, stderr } = await hal0('status --url ftp://box');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('"ftp://box" is not an http address');
  });

  it.each(['up --demo --port 1', 'down'])('sends "%s" to the script of a clone', async (words) => {
    const { exitCode, stderr } = await hal0(words);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`./hal0 ${words.split(' ')[0]}`);
  });
});

describe('the address of the API', () => {
  it('is read from the run file of a running one', async () => {
    const { paths, home, remove } = temporaryHome();
    mkdirSync(dirname(paths.apiRunFile), { recursive: true });
    writeFileSync(paths.apiRunFile, JSON.stringify({ pid: 1, url: api.url }));
    api.on('GET /api/slots', () => []);
    const { exitCode } = await hal0('slot list', { environment: { HAL0_HOME: home } });
    remove();
    expect(exitCode).toBe(0);
  });

  it('may carry a path prefix, and need not name http', async () => {
    api.on('GET /inference/api/slots', () => []);
    expect((await hal0(`slot list --url ${api.url.replace('http://', '')}/inference`)).exitCode).toBe(0);
  });
});

describe('help', () => {
  it('groups the commands and shows examples, on stdout with status 0', async () => {
    const { exitCode, stdout } = await hal0('--help');
    expect(exitCode).toBe(0);
    for (const word of ['Use it:', 'Look after it:', 'Start and stop it', 'chat', 'slot', 'up', 'Examples:'])
      expect(stdout).toContain(word);
  });

  it('shows the global options with each command', async () => {
    expect((await hal0('slot load --help')).stdout).toMatch(/--json[^]*--url/);
  });
});

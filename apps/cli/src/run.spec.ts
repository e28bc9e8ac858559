import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { temporaryHome } from '@hal0/platform/testing';
import { FakeApi, refuse } from './testing/fake-api.js';
import type { FakeTerminalOptions } from './testing/fake-terminal.js';
import { runHal0 } from './testing/run-hal0.js';

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
  for (const path of ['upstreams', 'models', 'pulls']) api.on(`GET /api/${path}`, () => []);
});
afterEach(() => api.stop());

const hal0 = (words: string | string[], options: FakeTerminalOptions = {}) =>
  runHal0(words, { environment: { HAL0_API_URL: api.url }, ...options });

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

  it('names upstreams that do not serve, and what to do', async () => {
    const upstream = (name: string, state: string, more: object = {}) => ({ name, state, enabled: true, ...more });
    api.on('GET /api/status', () => STATUS);
    api.on('GET /api/upstreams', () => [
      upstream('openai', 'failing', { error: 'It refused the key (HTTP 401).' }),
      upstream('openrouter', 'no_key', { keyName: 'OPENROUTER_API_KEY', error: null }),
      upstream('lan', 'healthy'),
    ]);
    const { stdout } = await hal0('status');
    expect(stdout).toContain('3 enabled of 3');
    expect(stdout).toContain('openai is failing: It refused the key (HTTP 401).');
    expect(stdout).toContain('openrouter has no key: hal0 secret set OPENROUTER_API_KEY');
    expect(stdout).not.toContain('lan');
    const { upstreams } = JSON.parse((await hal0('status --json')).stdout) as { upstreams: unknown };
    expect(upstreams).toMatchObject({ total: 3, troubled: [{ name: 'openai' }, { name: 'openrouter' }] });
  });

  it('names models that have lost files, and downloads under way', async () => {
    api.on('GET /api/status', () => STATUS);
    api.on('GET /api/models', () => [
      { id: 'tiny', state: 'ready' },
      { id: 'big', state: 'missing' },
    ]);
    const pull = { id: 'a', modelId: 'large', bytesDone: 45, bytesTotal: 100, secondsLeft: 125 };
    api.on('GET /api/pulls', () => [
      { ...pull, state: 'running' },
      { ...pull, modelId: 'old', state: 'completed' },
    ]);
    const { stdout } = await hal0('status');
    expect(stdout).toMatch(/models +2\n +big has lost files: hal0 model show big\n/);
    expect(stdout).toMatch(/downloads +large: 45 %, 2 min 5 s left\n/);
    expect(stdout).not.toContain('old');
  });

  it('says how a first model is got', async () => {
    api.on('GET /api/status', () => STATUS);
    expect((await hal0('status')).stdout).toMatch(/models +none yet: hal0 setup\n/);
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

  it('prints the same under --json, before or after the command', async () => {
    api.on('GET /api/status', () => STATUS);
    const wanted = {
      ...STATUS,
      upstreams: { total: 0, enabled: 0, troubled: [] },
      models: { total: 0, broken: [] },
      pulls: [],
    };
    expect(JSON.parse((await hal0('status --json')).stdout)).toEqual(wanted);
    expect(JSON.parse((await hal0('--json status')).stdout)).toEqual(wanted);
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

  it('is what hal0 says when it is told nothing', async () => {
    expect(await hal0('')).toEqual(await hal0('--help'));
  });

  it.each([
    ['slot', 'Run:'],
    ['slot load', '--no-wait'],
    ['config set', 'a bare word is a string'],
  ])('tells about "%s"', async (words, text) => {
    const { exitCode, stdout } = await hal0(`help ${words}`);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining(text)]);
    expect((await hal0(`${words} --help`)).stdout).toBe(stdout);
  });

  it('knows no help for what does not exist', async () => {
    expect((await hal0('help slot fly')).stderr).toContain("unknown command 'fly'\nSee: hal0 slot --help");
  });

  it('shows the global options with each command', async () => {
    expect((await hal0('slot load --help')).stdout).toMatch(/--json[^]*--url/);
  });
});

describe('words that make no sense, with --json', () => {
  it.each([
    ['slot load --json', "missing required argument 'slot'"],
    ['nope --json', "unknown command 'nope'"],
    ['slot edit primary --json', 'Nothing is to be changed: say what'],
    ['slot --json', 'A command is missing after "hal0 slot"'],
  ])('%s is answered by an envelope and nothing else', async (words, message) => {
    const { exitCode, stdout, stderr } = await hal0(words);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(JSON.parse(stderr)).toMatchObject({
      error: { code: 'cli.usage', message: expect.stringContaining(message) },
    });
  });

  it('are not the words of a TLS library', async () => {
    const { exitCode, stderr } = await hal0(['status', '--url', api.url.replace('http:', 'https:')]);
    expect(exitCode).toBe(69);
    expect(stderr).toContain('it does not speak https');
  });

  it('stay words without it', async () => {
    expect((await hal0('slot load')).stderr).toContain("error: missing required argument 'slot'");
  });
});

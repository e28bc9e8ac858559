import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { aSlot, FakeApi } from '../testing/fake-api.js';
import { runHal0 } from '../testing/run-hal0.js';

let api: FakeApi;

beforeEach(async () => {
  api = await FakeApi.start();
  api.on('GET /api/slots', () => [aSlot({ state: 'ready' }), aSlot({ name: 'embed', model: null })]);
  api.on('GET /api/upstreams', () => [
    { name: 'openai', url: 'https://x', models: [], discovered: [{ id: 'gpt-4o-mini' }] },
  ]);
  api.on('GET /api/requests?limit=20', () => ({ requests: [{ id: 'req-7', slot: 'primary' }] }));
  api.on('GET /api/models', () => [{ id: 'hal0/demo-chat', type: 'llm' }]);
  api.on('GET /api/pulls', () => [{ id: '4f0c2a9be1d37785', modelId: 'qwen3.5-0.8b', state: 'running' }]);
  api.on('GET /api/models/catalogue', () => [{ id: 'qwen3.5-0.8b', description: 'small' }]);
  api.on('GET /api/bundles', () => ({ bundles: [{ id: 'hal0-demo', name: 'Demo' }] }));
});
afterEach(() => api.stop());

/** The words that may stand in place of the last one. */
async function words(...typed: string[]): Promise<string[]> {
  const { stdout } = await runHal0(['complete', '--', ...typed], { environment: { HAL0_API_URL: api.url } });
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t')[0] as string);
}

describe('complete', () => {
  it.each([
    [['sl'], ['slot']],
    [['slot', 'un'], ['unload']],
    [
      ['slot', 'load', ''],
      ['primary', 'embed'],
    ],
    [['slot', 'load', 'e'], ['embed']],
    [['slot', 'load', 'primary', ''], []],
    [['slot', 'load', '--no-wait', 'p'], ['primary']],
    [['slot', 'load', '--model', ''], ['hal0/demo-chat']],
    [['slot', 'load', '--model', 'x/y', 'p'], ['primary']],
    [['slot', 'load', '--model=hal'], ['--model=hal0/demo-chat']],
    [['slot', 'add', 'new', '--type', 'tr'], ['transcription']],
    [['slot', 'load', '--ti'], ['--timeout']],
    [['--json', 'slot', 'sw'], ['swap']],
    [['model', 'assign', 'hal0/demo-chat', '--slot', 'pri'], ['primary']],
    [['chat', '--slot', 'emb'], ['embed']],
    [['config', 'edit', 'c'], ['capabilities']],
    [['config', 'validate', ''], [':files']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['nonsense', 'and', ''], []],
    [
      ['slot', 'edit', 'primary', '--fallback', 'primary', ''],
      ['primary', 'embed', 'openai/gpt-4o-mini'],
    ],
    [['slot', 'edit', 'primary', '--fallback-on', 'rate_limited', 'una'], ['unavailable']],
    [['slot', 'edit', '--fallback', 'small', '--local-only', 'e'], ['embed']],
    [
      ['request', 'list', '--served-by', ''],
      ['lemonade', 'openai'],
    ],
    [['key', 'add', 'phone', '--slots', 'pri'], ['primary']],
    [['request', 'show', ''], ['req-7']],
    [['pull', 'pause', ''], ['4f0c2a9be1d37785']],
    [['model', 'pull', 'qw'], ['qwen3.5-0.8b']],
    [['model', 'list', '--state', 'mis'], ['missing']],
    [['model', 'add', ''], [':files']],
    [['model', 'scan', '--add', ''], [':files']],
    [['registry', 'import', '--dest', ''], [':files']],
    [['bundle', 'show', 'hal0'], ['hal0-demo']],
  ])('%j → %j', async (typed, found) => {
    expect(await words(...typed)).toEqual(found);
  });

  it('knows the settings, and keeps placeholders to itself', async () => {
    const field = (path: string) => ({ path, applies: 'immediate', services: [] });
    api.on('GET /api/settings/apply-plan', () => ({
      fields: ['api.port', 'api.host', 'slots.<name>.model'].map(field),
    }));
    expect(await words('config', 'set', 'api.')).toEqual(['api.port', 'api.host']);
    expect(await words('config', 'get', 'slots')).toEqual([]);
  });

  it('offers nothing when the API is away, and says nothing of it', async () => {
    const environment = { HAL0_API_URL: 'http://127.0.0.1:9' };
    const outcome = await runHal0(['complete', '--', 'slot', 'load', ''], { environment });
    expect(outcome).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });
});

describe('the bash script', () => {
  const SCRIPT = fileURLToPath(new URL('../../completion/hal0.bash', import.meta.url));

  /** What bash would offer, with a hal0 that shows what it was asked. */
  async function bash(hal0: string, ...line: string[]): Promise<string[]> {
    const program = `source "$1"; shift; hal0() { ${hal0}; }
      COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _hal0; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout } = await promisify(execFile)('bash', ['-c', program, 'bash', SCRIPT, ...line]);
    return stdout.split('\n').filter(Boolean);
  }

  it('is what hal0 prints', async () => {
    const { stdout } = await runHal0('completion bash');
    expect(stdout).toContain('complete -F _hal0 hal0');
    expect((await runHal0('completion tcsh')).exitCode).toBe(2);
  });

  it('hands on the words and takes the first column', async () => {
    const asked = await bash('printf "<%s>\\tasked\\n" "$@"', 'hal0', 'slot', 'load', '');
    expect(asked).toEqual(['<complete>', '<-->', '<slot>', '<load>', '<>']);
  });

  it('puts together what bash takes apart at = and :', async () => {
    const echo = 'printf "%s%s\\tx\\n" "${@: -1}" al0/demo';
    expect(await bash(echo, 'hal0', 'slot', 'load', '--model', '=', 'h')).toEqual(['hal0/demo']);
    expect(await bash(echo, 'hal0', 'model', 'show', 'a', ':', 'h')).toEqual(['hal0/demo']);
    expect(await bash(echo, 'hal0', 'slot', 'load', '--model', '=')).toEqual(['al0/demo']);
  });

  it('runs nothing of what stands half-typed on the line', async () => {
    const asked = await bash('printf "%s\\t\\n" "${@: -1}"', 'hal0', 'chat', '$(echo run)');
    expect(asked).toEqual(['$(echo run)']);
  });
});

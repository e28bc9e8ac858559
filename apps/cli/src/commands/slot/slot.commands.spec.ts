import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { aSlot, FakeApi, refuse, someMetrics } from '../../testing/fake-api.js';
import { FakeTerminal, type FakeTerminalOptions } from '../../testing/fake-terminal.js';
import { outcomeOf, runHal0 } from '../../testing/run-hal0.js';

let api: FakeApi;

beforeEach(async () => {
  api = await FakeApi.start();
});
afterEach(() => api.stop());

const hal0 = (words: string | string[], options: FakeTerminalOptions = {}) =>
  runHal0(words, { environment: { HAL0_API_URL: api.url }, ...options });

describe('slot list', () => {
  it('lays slots out in columns', async () => {
    const metrics = someMetrics({ requests: 4, ttftMs: 41.6, tokensPerSecond: 88.24 });
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
  it('says what comes from the model, and what the slot says itself', async () => {
    const fromModel = ['contextSize', 'extraArgs'] as const;
    const extraArgs = '--n-gpu-layers 20';
    api.on('GET /api/slots/primary', () => aSlot({ contextSize: 512, extraArgs, fromModel: [...fromModel] }));
    const { stdout } = await hal0('slot show primary');
    expect(stdout).toContain('512 tokens (from the model)\n');
    expect(stdout).toContain('--n-gpu-layers 20 (from the model)\n');
    expect(stdout).toContain('1 request\n');
  });

  it('tells what went wrong', async () => {
    const error = { code: 'model.file_corrupt', message: 'The file is not a GGUF.', log: ['gguf_init: bad magic'] };
    api.on('GET /api/slots/primary', () => aSlot({ state: 'error', error, contextSize: 2048 }));
    const { stdout } = await hal0('slot show primary');
    expect(stdout).toContain('model.file_corrupt: The file is not a GGUF.');
    expect(stdout).toContain('gguf_init: bad magic');
    expect(stdout).toContain('2048 tokens');
  });

  it('tells what serves instead, and when', async () => {
    const chain = { fallback: ['small', 'openai/gpt-4o-mini'], fallbackAfterSeconds: 5, localOnly: true };
    api.on('GET /api/slots/primary', () => aSlot(chain));
    const { stdout } = await hal0('slot show primary');
    expect(stdout).toMatch(
      /fallback +small, then openai\/gpt-4o-mini when: no turn after 5 s; unavailable; rate limited\n/,
    );
    expect(stdout).toMatch(/local only +yes\n/);
  });

  it('keeps a strange name inside its path segment', async () => {
    await hal0('slot show ../models?x');
    expect(api.requests).toEqual(['GET /api/slots/..%2Fmodels%3Fx']);
  });
});

describe('slot restart and swap', () => {
  it('waits for the model to be loaded anew, not for the state it had', async () => {
    const states = [
      aSlot({ state: 'ready', stateSince: 'before' }),
      aSlot({ state: 'ready', stateSince: 'before' }),
      aSlot({ state: 'starting', stateSince: 'now' }),
      aSlot({ state: 'ready', stateSince: 'later' }),
    ];
    api.on('GET /api/slots/primary', () => states.shift()).on('POST /api/slots/primary/restart', () => aSlot());
    const { exitCode, stdout } = await hal0('slot restart primary');
    expect(exitCode).toBe(0);
    expect(states).toHaveLength(0);
    expect(stdout).toMatch(/^primary is ready with hal0\/demo-chat after/);
  });

  it('gives a slot another model and loads it', async () => {
    const slot = () => aSlot({ state: 'ready', model: 'b/c' });
    api.on('PATCH /api/slots/primary', slot).on('GET /api/slots/primary', slot);
    api.on('POST /api/slots/primary/load', slot);
    const { stdout } = await hal0('slot swap primary --model b/c');
    expect(api.bodies[0]).toEqual({ model: 'b/c' });
    expect(stdout).toContain('ready with b/c');
  });

  it('names the next command when it takes too long', async () => {
    api
      .on('GET /api/slots/primary', () => aSlot({ state: 'starting' }))
      .on('POST /api/slots/primary/load', () => aSlot());
    const { exitCode, stderr } = await hal0('slot load primary --timeout 0.2');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('cli.timeout: Slot primary is still starting after 0.2 s.');
    expect(stderr).toContain('look with: hal0 slot show primary');
  });
});

describe('slot add', () => {
  it.each(['add', 'create'])('%s sends what was said and tells the next step', async (verb) => {
    api.on('POST /api/slots', ({ body }) => aSlot({ ...(body as object), state: 'offline' }));
    const { exitCode, stdout, stderr } = await hal0(`slot ${verb} coder --type llm --model a/b --device cpu`);
    expect(exitCode).toBe(0);
    expect(api.bodies).toEqual([{ name: 'coder', type: 'llm', model: 'a/b', device: 'cpu', enabled: true }]);
    expect(stdout).toBe('coder serves a/b (llm) on cpu\n');
    expect(stderr).toContain('hal0 slot load coder');
  });

  it('takes a chain with its conditions', async () => {
    api.on('POST /api/slots', ({ body }) => aSlot(body as object));
    await hal0(
      'slot add coder --type llm --fallback primary openai/gpt-4o-mini --fallback-after-seconds 0 ' +
        '--fallback-queue-longer-than 3 --fallback-on unavailable context_length --local-only',
    );
    expect(api.bodies).toEqual([
      {
        name: 'coder',
        type: 'llm',
        enabled: true,
        fallback: ['primary', 'openai/gpt-4o-mini'],
        fallbackAfterSeconds: 0,
        fallbackQueueLongerThan: 3,
        fallbackOn: ['unavailable', 'context_length'],
        localOnly: true,
      },
    ]);
  });

  it.each([
    ['--fallback-on slowness', 'rate_limited'],
    ['--fallback-after-seconds soon', 'a number, 0 or more'],
    ['--fallback-queue-longer-than 1.5', 'a whole number'],
  ])('refuses %s', async (option, words) => {
    const { exitCode, stderr } = await hal0(`slot add coder --type llm ${option}`);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(words)]);
    expect(api.requests).toEqual([]);
  });

  it('knows the types there are', async () => {
    const { exitCode, stderr } = await hal0('slot add coder --type chat');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('transcription');
    expect(api.requests).toEqual([]);
  });
});

describe('slot edit', () => {
  it('sends fields in the names of the API and values as they are meant', async () => {
    api.on('PATCH /api/slots/primary', () => aSlot());
    const words = 'slot edit primary --set context_size=8192 --set pinned=true --set model=null --set labels=["a"]';
    const { stdout } = await hal0(`${words} --set extra_args=--flash-attn`);
    const wanted = { contextSize: 8192, pinned: true, model: null, labels: ['a'], extraArgs: '--flash-attn' };
    expect(api.bodies).toEqual([wanted]);
    expect(stdout).toContain('primary is changed');
  });

  it('changes the chain and where requests may go, in words of its own', async () => {
    api.on('PATCH /api/slots/primary', () => aSlot());
    const { stdout } = await hal0('slot edit primary --set parallel=2 --fallback small openai/x --local-only');
    expect(stdout).toBe('primary is changed: parallel=2, fallback=small,openai/x, local_only=true\n');
    await hal0('slot edit primary --no-local-only --set fallback=null');
    expect(api.bodies).toEqual([
      { parallel: 2, fallback: ['small', 'openai/x'], localOnly: true },
      { fallback: null, localOnly: false },
    ]);
  });

  it('wants something to change', async () => {
    const { exitCode, stderr } = await hal0('slot edit primary');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('--set')]);
    expect(api.requests).toEqual([]);
  });

  it('refuses what sets nothing', async () => {
    const { exitCode, stderr } = await hal0('slot edit primary --set pinned');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('write name=value, e.g. context_size=8192');
  });
});

describe('slot remove', () => {
  const REMOVED = 'coder is removed\n';

  beforeEach(() => {
    api.on('DELETE /api/slots/coder', ({ response }) => void response.writeHead(204).end());
  });

  it('asks first', async () => {
    const terminal = new FakeTerminal({ isTTY: true, environment: { HAL0_API_URL: api.url } });
    const ended = outcomeOf('slot remove coder', terminal);
    await terminal.answers('Remove the slot coder? [y/N]', 'y');
    expect(await ended).toMatchObject({ exitCode: 0, stdout: REMOVED });
  });

  it('leaves it alone when the answer is not yes', async () => {
    const terminal = new FakeTerminal({ isTTY: true, environment: { HAL0_API_URL: api.url } });
    const ended = outcomeOf('slot rm coder', terminal);
    await terminal.answers('[y/N]', '');
    expect((await ended).exitCode).toBe(130);
    expect(api.requests).toEqual([]);
  });

  it('does not ask under --force, and must be told so where nobody can be asked', async () => {
    expect(await hal0('slot delete coder --force')).toMatchObject({ exitCode: 0, stdout: REMOVED });
    expect((await hal0('slot remove coder --force --json')).stdout).toBe('{\n  "removed": "coder"\n}\n');
    const { exitCode, stderr } = await hal0('slot remove coder');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--force');
  });

  it('passes on why a built-in one stays', async () => {
    api.on('DELETE /api/slots/primary', ({ response }) => refuse(response, 409, 'slot.seeded', 'Disable it instead.'));
    expect((await hal0('slot remove primary --force')).stderr).toBe('slot.seeded: Disable it instead.\n');
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ModelDto, RemovedModel } from '@hal0/registry';
import { resolve } from 'node:path';
import { aSlot, FakeApi, refuse } from '../../testing/fake-api.js';
import { runHal0 } from '../../testing/run-hal0.js';

const MODEL: ModelDto = {
  id: 'hal0/demo-chat',
  name: 'Demo chat',
  type: 'llm',
  path: '/var/lib/hal0/models/chat.gguf',
  checkpoint: null,
  recipe: 'llamacpp',
  labels: ['tool-calling'],
  files: [
    { role: 'main', path: '/var/lib/hal0/models/chat.gguf', sizeBytes: 2_202_009, sha256: 'ab12' },
    { role: 'mmproj', path: '/var/lib/hal0/models/mmproj.gguf', sizeBytes: 1_048_576, sha256: null },
  ],
  sizeBytes: 3_250_585,
  contextLength: 2048,
  architecture: 'llama',
  license: null,
  source: { kind: 'hub', repository: 'acme/demo', revision: 'f00dcafe12345678', url: null, catalogueId: null },
  defaults: { contextSize: 1024 },
  facts: null,
  state: 'ready',
  checkedAt: null,
  usedBy: ['primary'],
  toy: true,
  createdAt: '2026-01-01T00:00:00.000Z',
};
const ROUTE = '/api/models/hal0%2Fdemo-chat';

let api: FakeApi;

beforeEach(async () => {
  api = await FakeApi.start();
});
afterEach(() => api.stop());

const hal0 = (words: string) => runHal0(words, { environment: { HAL0_API_URL: api.url } });

describe('model list and show', () => {
  it('marks a toy, and tells who uses it', async () => {
    api.on('GET /api/models', () => [MODEL]);
    expect((await hal0('model list')).stdout).toMatch(
      /hal0\/demo-chat \(toy\) +llm +ready +3\.1 MiB +– +2048 +primary +–/,
    );
  });

  it('asks for those alone that are meant', async () => {
    api.on('GET /api/models?q=demo&type=llm&state=missing', () => []);
    const { stdout } = await hal0('model list demo --type llm --state missing');
    expect(stdout).toBe('No model is like that.\n');
  });

  it('says how to get a first model', async () => {
    api.on('GET /api/models', () => []);
    expect((await hal0('model list')).stdout).toContain('hal0 bundle apply hal0-demo');
  });

  it('tells one in full', async () => {
    api.on(`GET ${ROUTE}`, () => MODEL);
    const { stdout } = await hal0('model show hal0/demo-chat');
    for (const text of [
      '/var/lib/hal0/models/chat.gguf',
      'mmproj.gguf (mmproj, 1.0 MiB)',
      '3.1 MiB',
      '2048 tokens',
      'tool-calling',
      'a toy',
      'hub, acme/demo, commit f00dcafe1234',
      'context_size=1024',
    ])
      expect(stdout).toContain(text);
  });
});

describe('model add', () => {
  it('sends the whole path of a file, and what is said about it', async () => {
    api.on('POST /api/models', () => MODEL);
    const { stdout } = await hal0('model add ./chat.gguf --id hal0/demo-chat --labels vision,tool-calling');
    const [body] = api.bodies as [{ path: string }];
    expect(body).toEqual({ id: 'hal0/demo-chat', labels: ['vision', 'tool-calling'], path: resolve('chat.gguf') });
    expect(stdout).toBe('hal0/demo-chat is known: llm, 3.1 MiB\n');
  });

  it('takes a model that FastFlowLM keeps', async () => {
    api.on('POST /api/models', () => ({ ...MODEL, id: 'qwen3-0.6b', path: null }));
    expect((await hal0('model add --flm qwen3:0.6b --type llm')).stdout).toBe('qwen3-0.6b is known: llm\n');
    expect(api.bodies).toEqual([{ type: 'llm', recipe: 'flm', checkpoint: 'qwen3:0.6b' }]);
  });

  it.each(['model add', 'model add chat.gguf --flm qwen3:0.6b'])('does not guess what "%s" means', async (words) => {
    expect((await hal0(words)).exitCode).toBe(2);
    expect(api.requests).toEqual([]);
  });
});

describe('model edit', () => {
  it('puts what slots load it with where the API has it, and clears with null', async () => {
    api.on(`PATCH ${ROUTE}`, () => MODEL);
    const { stdout } = await hal0(
      'model edit hal0/demo-chat --set name=Small --set context_size=8192 --set license=null',
    );
    expect(api.bodies).toEqual([{ name: 'Small', license: null, defaults: { contextSize: 8192 } }]);
    expect(stdout).toBe('hal0/demo-chat is changed: name=Small, context_size=8192, license=null\n');
  });

  it('wants to know what is to be changed', async () => {
    expect((await hal0('model edit hal0/demo-chat')).exitCode).toBe(2);
  });
});

describe('model assign', () => {
  it('gives it to a slot and enables the slot', async () => {
    api.on('PATCH /api/slots/primary', ({ body }) => aSlot(body as object));
    const { stdout, stderr } = await hal0('model assign a/b --slot primary');
    expect(api.bodies).toEqual([{ model: 'a/b', enabled: true }]);
    expect(stdout).toBe('primary serves a/b and is offline\n');
    expect(stderr).toContain('hal0 slot load primary');
  });
});

describe('model rm', () => {
  const removed = (changes: Partial<RemovedModel> = {}): RemovedModel => ({
    ...{ id: 'hal0/demo-chat', released: [], filesRemoved: [], filesKept: [], bytesFreed: 0 },
    ...changes,
  });

  it('forgets it, and tells that its files stay', async () => {
    api.on(`DELETE ${ROUTE}`, () => removed({ filesKept: [{ path: '/m/chat.gguf', reason: 'not_asked' }] }));
    const { stdout, stderr } = await hal0('model rm hal0/demo-chat');
    expect(stdout).toBe('hal0/demo-chat is forgotten\n');
    expect(stderr).toBe('/m/chat.gguf stays: it goes too with --files\n');
  });

  it('takes the files with it and leaves slots without a model when both are said', async () => {
    const all = removed({ released: ['primary'], filesRemoved: ['/m/chat.gguf'], bytesFreed: 1_073_741_824 });
    api.on(`DELETE ${ROUTE}?files=true&cascade=true`, () => all);
    const { stdout } = await hal0('model rm hal0/demo-chat --files --force');
    expect(stdout).toBe('hal0/demo-chat is forgotten, 1.0 GiB are free again\nwithout a model now: primary\n');
  });

  it('passes on that a slot uses it', async () => {
    api.on(`DELETE ${ROUTE}`, ({ response }) => refuse(response, 409, 'model.in_use', 'Slot primary uses it.'));
    expect(await hal0('model rm hal0/demo-chat')).toMatchObject({
      exitCode: 1,
      stderr: 'model.in_use: Slot primary uses it.\n',
    });
  });
});

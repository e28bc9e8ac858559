import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { aSlot, FakeApi, refuse } from '../../testing/fake-api.js';
import { runHal0 } from '../../testing/run-hal0.js';

const MODEL = {
  id: 'hal0/demo-chat',
  type: 'llm',
  path: '/var/lib/hal0/models/chat.gguf',
  recipe: 'llamacpp',
  labels: ['tool-calling'],
  sizeBytes: 2_202_009,
  contextLength: 2048,
  architecture: 'llama',
  license: null,
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
  it('marks a toy', async () => {
    api.on('GET /api/models', () => [MODEL]);
    expect((await hal0('model list')).stdout).toMatch(/hal0\/demo-chat \(toy\) +llm +2\.1 MiB +2048 +llama +–/);
  });

  it('says how to get a first model', async () => {
    api.on('GET /api/models', () => []);
    expect((await hal0('model list')).stdout).toContain('hal0 bundle apply hal0-demo');
  });

  it('tells one in full', async () => {
    api.on(`GET ${ROUTE}`, () => MODEL);
    const { stdout } = await hal0('model show hal0/demo-chat');
    for (const text of ['/var/lib/hal0/models/chat.gguf', '2.1 MiB', '2048 tokens', 'tool-calling', 'a toy'])
      expect(stdout).toContain(text);
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
  const forgets = () => api.on(`DELETE ${ROUTE}`, ({ response }) => void response.writeHead(204).end());

  it('forgets it', async () => {
    forgets();
    expect((await hal0('model rm hal0/demo-chat')).stdout).toBe('hal0/demo-chat is forgotten; its file stays\n');
  });

  it('takes it from the slots that use it first, when forced', async () => {
    forgets();
    const slots = [aSlot(), aSlot({ name: 'embed', model: 'x/y' }), aSlot({ name: 'chat2' })];
    api.on('GET /api/slots', () => slots);
    for (const name of ['primary', 'chat2']) api.on(`PATCH /api/slots/${name}`, () => aSlot({ model: null }));
    expect((await hal0('model rm hal0/demo-chat --force')).exitCode).toBe(0);
    const [, ...changes] = api.requests;
    expect(changes).toEqual(['PATCH /api/slots/primary', 'PATCH /api/slots/chat2', `DELETE ${ROUTE}`]);
    expect(api.bodies[1]).toEqual({ model: null });
  });

  it('passes on that a slot uses it', async () => {
    api.on(`DELETE ${ROUTE}`, ({ response }) => refuse(response, 409, 'model.in_use', 'Slot primary uses it.'));
    expect(await hal0('model rm hal0/demo-chat')).toMatchObject({
      exitCode: 1,
      stderr: 'model.in_use: Slot primary uses it.\n',
    });
  });
});

describe('bundles', () => {
  it('are listed and applied', async () => {
    const slots = [{ slot: 'primary', model: 'm' }];
    const bundle = { id: 'hal0-demo', name: 'Demo', description: 'Try it', applied: true, toy: true, slots };
    api.on('POST /api/bundles/hal0-demo/apply', () => bundle).on('GET /api/bundles', () => [bundle]);
    const { exitCode, stdout } = await hal0('bundle apply hal0-demo');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Demo is applied (a toy');
    expect((await hal0('bundle list')).stdout).toMatch(/hal0-demo +yes +primary +Try it/);
  });
});

import { afterEach, describe, expect, it } from '@jest/globals';
import type { RequestListener } from 'node:http';
import { gatewayHarness, type GatewayHarness } from './testing/gateway-harness.js';

let harness: GatewayHarness;
afterEach(() => harness.close());

async function setup(modelServer: RequestListener): Promise<GatewayHarness> {
  harness = await gatewayHarness(modelServer);
  return harness;
}

async function deadUntilLoadedAgain(): Promise<GatewayHarness> {
  let dead = true;
  await setup((incoming, response) => {
    if (dead) incoming.socket.destroy();
    else incoming.resume().on('end', () => response.end('{}'));
  });
  harness.runtime.onLoad = () => (dead = harness.runtime.seen.length < 2);
  return harness;
}

const HELLO = { model: 'primary', messages: [{ role: 'user', content: 'hello' }] };

describe('a model server that does not answer', () => {
  it('costs nobody an error when a kept connection has died', async () => {
    let requests = 0;
    const { ask } = await setup((incoming, response) => {
      if (++requests === 1) incoming.socket.destroy();
      else incoming.resume().on('end', () => response.end('{}'));
    });
    expect((await ask(HELLO)).status).toBe(200);
    expect(requests).toBe(2);
  });

  it('loads the slot again when nothing answers where its model was', async () => {
    const { ask, runtime } = await deadUntilLoadedAgain();
    expect((await ask(HELLO)).status).toBe(200);
    expect(runtime.seen).toEqual(['load demo', 'load demo']);
  });

  it('answers everybody who is in line when the model server dies', async () => {
    const { ask, runtime } = await deadUntilLoadedAgain();
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => ask(HELLO)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(runtime.seen).toEqual(['load demo', 'load demo']);
  });

  it('never lets lemond load a model by itself because its server is away', async () => {
    let asked = 0;
    const { ask, runtime } = await setup((_incoming, response) => void response.end(`{"asked":${++asked}}`));
    runtime.endpoint = { ...runtime.endpoint, backendOrigin: 'http://127.0.0.1:9' };
    expect([(await ask(HELLO)).status, asked]).toEqual([502, 0]);
  });

  it('says so when the model server stays away', async () => {
    const { ask } = await setup((incoming) => incoming.socket.destroy());
    const { status, body } = await ask(HELLO);
    expect([status, JSON.parse(body).error.code]).toEqual([502, 'dispatch.upstream_unavailable']);
  });
});

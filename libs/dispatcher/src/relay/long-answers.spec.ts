import { afterEach, describe, expect, it } from '@jest/globals';
import { text } from 'node:stream/consumers';
import { gatewayHarness, type GatewayHarness } from '../testing/gateway-harness.js';

let harness: GatewayHarness;
afterEach(() => harness.close());

describe('a list of vectors that comes in many pieces', () => {
  it('has its usage recorded, which stands at its beginning', async () => {
    const vector = `[${'0.123456789,'.repeat(4_000)}0]`;
    const data = Array.from({ length: 20 }, (_, index) => `{"index":${index},"embedding":${vector}}`);
    const answer = `{"object":"list","usage":{"prompt_tokens":41,"total_tokens":41},"data":[${data.join(',')}]}`;
    harness = await gatewayHarness((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
    });
    const { body } = await harness.ask({ model: 'primary', input: 'x' }, {}, '/v1/embeddings');
    expect(body).toHaveLength(answer.length);
    expect(harness.records()).toMatchObject([{ promptTokens: 41 }]);
  });
});

describe('a stream whose first event has no end', () => {
  it('is not held back for good', async () => {
    let goOn = () => {};
    const wait = new Promise<void>((resolve) => (goOn = resolve));
    harness = await gatewayHarness((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`data: ${'a'.repeat(2_000_000)}`);
      void wait.then(() => response.end('\n\ndata: [DONE]\n\n'));
    });
    const incoming = await (await harness.open({ model: 'primary', messages: [], stream: true })).answer;
    goOn();
    expect((await text(incoming)).endsWith('a\n\ndata: [DONE]\n\n')).toBe(true);
  });
});

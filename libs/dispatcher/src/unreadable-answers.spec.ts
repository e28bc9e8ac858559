import { afterEach, describe, expect, it } from '@jest/globals';
import type { AnswerTranslation } from './translation/answer-translation.js';
import { FakeProvider } from './testing/fake-provider.js';
import { gatewayHarness, type GatewayHarness } from './testing/gateway-harness.js';

const messages = [{ role: 'user', content: 'Hi' }];
/** A dialect in which every event and every answer has to be JSON. */
const translate = (): AnswerTranslation => ({
  streamType: 'application/x-ndjson',
  plain: (body) => JSON.stringify(JSON.parse(body.toString())),
  event: (data) => `${JSON.stringify(JSON.parse(data))}\n`,
  end: () => '',
});

let provider: FakeProvider;
let harness: GatewayHarness;

afterEach(async () => {
  await harness.close();
  await provider.close();
});

describe('an answer that cannot be told in the dialect of the client', () => {
  it.each([
    ['a plain one', false, { body: '<html>' }],
    ['a stream', true, { body: 'data: {}\n\ndata: <html>\n\n', contentType: 'text/event-stream' }],
  ])('is recorded as failed, and held against who gave it: %s', async (_what, stream, bytes) => {
    provider = await FakeProvider.start();
    harness = await gatewayHarness((_request, response) => response.destroy(), {
      settings: `[upstreams.cloud]\nurl = "${provider.url}"\nauth_style = "none"\n`,
      translate,
    });
    provider.fail({ kind: 'bytes', ...bytes });
    const { body } = await harness.ask({ model: 'cloud/gpt-fake', messages, stream });
    expect(body).toContain('dispatch.unreadable_answer');
    expect(harness.records()).toMatchObject([{ outcome: 'failed', errorCode: 'dispatch.unreadable_answer' }]);
    expect(harness.upstreams.get('cloud').state).toBe('failing');
  });
});

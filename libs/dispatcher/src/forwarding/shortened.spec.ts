import { afterEach, expect, it } from '@jest/globals';
import type { RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import { JsonBody } from '../body/json-body.js';
import type { Measure } from '../body/request-body.js';
import { gatewayHarness, type GatewayHarness } from '../testing/gateway-harness.js';

const MOST = 4;
const CAPABILITIES = '[slots.embed]\ntype = "embedding"\nmodel = "embed-demo"\nenabled = true\n';
const TOO_LONG = `input (9 tokens) is too large to process. increase the physical batch size (current batch size: ${MOST})`;

/** A list of one text, which is cut to as many of its tokens as there may be. */
class Cuttable extends JsonBody {
  private cut: string | null = null;

  override forModel(model: string): Buffer {
    return this.cut === null ? super.forModel(model) : Buffer.from(JSON.stringify({ model, input: this.cut }));
  }

  async shorten({ most, tokensOf }: Measure): Promise<boolean> {
    if (this.cut !== null) return false;
    const { input } = JSON.parse(this.unchanged().toString()) as { input: string };
    this.cut = String((await tokensOf(input)).slice(0, most));
    return true;
  }
}

let harness: GatewayHarness;
afterEach(() => harness.close());

/** A model server with a token for each letter. */
function modelServer(asked: string[], tokenize = true): RequestListener {
  return (incoming, response) =>
    void text(incoming).then((body) => {
      asked.push(`${incoming.url} ${body}`);
      const { input, content } = JSON.parse(body) as { input: string; content: string };
      const isTokens = incoming.url === '/tokenize';
      const isRefused = isTokens ? !tokenize : input.length > 2 * MOST;
      const answer = isTokens ? { tokens: [...content] } : { data: [{ embedding: [1] }], usage: { prompt_tokens: 4 } };
      response.writeHead(isRefused ? 500 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(isRefused ? { error: { code: 500, message: TOO_LONG } } : answer));
    });
}

async function embed(body: (bytes: Buffer) => JsonBody, tokenize = true) {
  const asked: string[] = [];
  harness = await gatewayHarness((_incoming, response) => response.destroy(), {
    capabilities: CAPABILITIES,
    direct: modelServer(asked, tokenize),
    type: 'embedding',
    bodyOf: body,
  });
  const { status, body: told } = await harness.ask({ model: 'embed', input: 'a-long-text' }, {}, '/v1/embeddings');
  return { asked, status, told };
}

it('a text that is too long for its slot is cut to what the model takes, and asked for once more', async () => {
  const { asked, status } = await embed((bytes) => new Cuttable(bytes, 'embed'));
  expect(status).toBe(200);
  expect(asked.map((line) => line.split(' ', 1)[0])).toEqual(['/v1/embeddings', '/tokenize', '/v1/embeddings']);
  expect(asked.at(-1)).toContain('"input":"a,-,l,o"');
  expect(harness.records()).toMatchObject([{ outcome: 'completed', status: 200, slot: 'embed', promptTokens: 4 }]);
  expect(harness.slots.index().byName.get('embed')?.admission.active).toBe(0);
});

it.each([
  ['the client wants it whole', (bytes: Buffer) => new JsonBody(bytes, 'embed'), true],
  ['nobody can tell its tokens', (bytes: Buffer) => new Cuttable(bytes, 'embed'), false],
])('the refusal stands where %s', async (_what, body, tokenize) => {
  const { status, told } = await embed(body, tokenize);
  expect(status).toBe(400);
  expect(JSON.parse(told)).toMatchObject({ error: { code: 'context_length_exceeded' } });
  expect(harness.records()).toMatchObject([{ outcome: 'failed', errorCode: 'context_length_exceeded' }]);
  expect(harness.slots.index().byName.get('embed')?.admission.active).toBe(0);
});

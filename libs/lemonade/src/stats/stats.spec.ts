import { HttpPools, SystemClock } from '@hal0/platform';
import { FakeClock } from '@hal0/platform/testing';
import { afterAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LemonadeService } from '../lemonade.service.js';
import { underHal0Prefix } from './lemonade-exposition.js';
import { LemonadeFigures } from './lemonade-figures.service.js';
import { parseStats } from './lemonade-stats.js';

/** As 2026.39 tells, before and after its first request. */
const UNUSED = {
  cache_tokens: null,
  input_tokens: 0,
  output_tokens: 0,
  prompt_tokens: 0,
  request_count_total: 0,
  time_to_first_token: 0.0,
  tokens_per_second: 0.0,
};
const USED = { ...UNUSED, output_tokens: 10, prompt_tokens: 11, time_to_first_token: 0.005, tokens_per_second: 5514.5 };

const EXPOSITION = `# HELP lemonade_loaded_models Number of models currently loaded in Lemonade.
# TYPE lemonade_loaded_models gauge
lemonade_loaded_models 2
# HELP lemonade_model_requests_total Cumulative inference requests observed for a model.
# TYPE lemonade_model_requests_total counter
# HELP lemonade_vram_used_gb GPU memory usage in GiB.
# TYPE lemonade_vram_used_gb gauge
lemonade_model_requests_total{checkpoint="/srv/models/a b.gguf",device="cpu",model_name="a"} 1
lemonade_loaded{checkpoint="/srv/\\"b\\".gguf"} 1
other_thing 5
nonsense
lemonade_model_requests_total{device="cpu",checkpoint="/srv/c.gguf"} 3
`;

describe("lemond's stats", () => {
  it('tell of the latest request', () => {
    expect(parseStats(USED)).toEqual({ ttftMs: 5, tokensPerSecond: 5514.5, promptTokens: 11, completionTokens: 10 });
    expect(parseStats({ last_request: { time_to_first_token: 2, input_tokens: 7 } })).toEqual({
      ttftMs: 2_000,
      tokensPerSecond: null,
      promptTokens: 7,
      completionTokens: null,
    });
  });

  it.each([[UNUSED], [{}], [null], [[]], [{ last_request: null }]])('tell of none (%j)', (body) => {
    expect(parseStats(body)).toBeNull();
  });
});

describe("lemond's Prometheus text", () => {
  it("comes under hal0's prefix, family by family, without paths and without what has no value", () => {
    expect(underHal0Prefix(EXPOSITION)).toBe(
      `# HELP hal0_lemonade_loaded_models Number of models currently loaded in Lemonade.
# TYPE hal0_lemonade_loaded_models gauge
hal0_lemonade_loaded_models 2
# HELP hal0_lemonade_model_requests_total Cumulative inference requests observed for a model.
# TYPE hal0_lemonade_model_requests_total counter
hal0_lemonade_model_requests_total{device="cpu",model_name="a"} 1
hal0_lemonade_model_requests_total{device="cpu"} 3
hal0_lemonade_loaded 1
`,
    );
  });

  it.each(['', 'not found', '<html>'])('is empty when there is none (%j)', (text) => {
    expect(underHal0Prefix(text)).toBe('');
  });
});

describe('LemonadeFigures', () => {
  const pools = new HttpPools(new SystemClock());
  const servers: Server[] = [];
  afterAll(async () => {
    await pools.onModuleDestroy();
    for (const server of servers) server.close();
  });

  async function setup() {
    const clock = new FakeClock();
    const asked: string[] = [];
    let answers = true;
    let phase = 'running';
    const server = createServer((request, response) => {
      asked.push(`${String(request.url)} ${String(request.headers.authorization)}`);
      if (!answers) response.writeHead(500).end();
      else response.end(request.url === '/metrics' ? EXPOSITION : JSON.stringify(USED));
    }).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const lemonade = {
      status: () => ({ phase }),
      lastKnownModels: () => [{ id: 'a' }, { id: 'b' }],
      endpoint: () => ({ origin, headers: { authorization: 'Bearer key' } }),
    } as unknown as LemonadeService;
    const figures = new LemonadeFigures(lemonade, pools, clock);
    return {
      clock,
      figures,
      asked,
      stop: () => (phase = 'stopped'),
      fall: () => (answers = false),
    };
  }

  it('knows what lemond told last, and when', async () => {
    const { figures, clock } = await setup();
    expect([figures.lastRequest(), figures.sampledAt()]).toEqual([null, null]);
    await figures.refresh();
    expect(figures.lastRequest()).toMatchObject({ promptTokens: 11 });
    expect([figures.sampledAt(), figures.modelsLoaded()]).toEqual([clock.now(), 2]);
  });

  it('asks for the Prometheus text only while somebody looks at it', async () => {
    const { figures, asked, clock } = await setup();
    await figures.refresh();
    expect(asked).toEqual(['/api/v1/stats Bearer key']);
    expect(figures.exposition()).toBe('');
    await figures.refresh();
    expect(figures.exposition()).toContain('hal0_lemonade_loaded_models 2');
    await clock.advance(121_000);
    asked.length = 0;
    await figures.refresh();
    expect(asked).toEqual(['/api/v1/stats Bearer key']);
  });

  it('forgets figures that have grown old, and asks nobody when lemond does not run', async () => {
    const { figures, asked, clock, fall, stop } = await setup();
    figures.exposition();
    await figures.refresh();
    fall();
    await figures.refresh();
    expect(figures.exposition()).not.toBe('');
    await clock.advance(61_000);
    expect([figures.exposition(), figures.lastRequest()]).toEqual(['', null]);
    asked.length = 0;
    stop();
    await figures.refresh();
    expect([asked, figures.modelsLoaded()]).toEqual([[], null]);
  });
});

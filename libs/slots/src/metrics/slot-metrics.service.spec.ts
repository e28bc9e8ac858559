import { SlotSettings } from '@hal0/config';
import type { LemonadeFigures } from '@hal0/lemonade';
import { RequestFinishedEvent } from '@hal0/platform';
import { FakeClock, RecordingEventBus, finishedRequest } from '@hal0/platform/testing';
import { describe, expect, it } from '@jest/globals';
import type { InferenceRuntime } from '../ports/inference-runtime.port.js';
import { Slot } from '../slot.js';
import type { SlotsService } from '../slots.service.js';
import { PrometheusExport } from './prometheus/prometheus-export.service.js';
import { BackendProbe } from './sampling/backend-probe.port.js';
import type { ContextUse } from './slot-meter.js';
import { SlotMetrics } from './slot-metrics.service.js';
import { SlotsMetricsEvent } from './slots-metrics.event.js';

/** Says what a test tells it. */
class FakeBackendProbe extends BackendProbe {
  uses: ContextUse | null = { tokens: 512, size: 2_048 };
  mib: number | null = 300;
  readonly asked: string[] = [];

  async context(origin: string): Promise<ContextUse | null> {
    this.asked.push(`context ${origin}`);
    await Promise.resolve();
    return this.uses;
  }

  async memoryMib(pid: number, port: string | null): Promise<number | null> {
    this.asked.push(`memory ${pid} ${port ?? 'ours'}`);
    await Promise.resolve();
    return this.mib;
  }
}

function setup({ managed = true }: { managed?: boolean } = {}) {
  const clock = new FakeClock();
  const events = new RecordingEventBus();
  const probe = new FakeBackendProbe();
  const nobody = { moved: () => undefined, stirred: () => undefined, rested: () => undefined };
  const slotOf = (name: string, record: Partial<SlotSettings>) =>
    new Slot(name, Object.assign(new SlotSettings(), { enabled: true, parallel: 1, ...record }), clock, nobody);
  const primary = slotOf('primary', { type: 'llm', model: 'say "hi"' });
  const embed = slotOf('embed', { type: 'embedding', model: 'embed', enabled: false });
  const lemonade = {
    refresh: () => Promise.resolve(),
    modelsLoaded: () => 1,
    lastRequest: () => null,
    sampledAt: () => null,
    exposition: () => 'hal0_lemonade_loaded_models 1\n',
  } as unknown as LemonadeFigures;
  const slots = { all: () => [primary, embed] } as unknown as SlotsService;
  const runtime = { managed } as InferenceRuntime;
  const metrics = new SlotMetrics(slots, runtime, probe, lemonade, clock, events);
  metrics.onModuleInit();
  const load = (slot: Slot, pid: number | null = 7) => {
    slot.moveTo('starting', null);
    slot.moveTo('warming', null);
    slot.holds(slot.record, { origin: 'http://127.0.0.1:1', backendOrigin: 'http://127.0.0.1:8001', headers: {} });
    slot.moveTo('ready', null);
    slot.pid = pid;
  };
  const told = () => events.ofType(SlotsMetricsEvent);
  const prometheus = new PrometheusExport(slots, metrics, lemonade);
  return { clock, events, probe, primary, embed, metrics, load, told, prometheus };
}

describe('SlotMetrics', () => {
  it('knows nothing of a slot that has nothing loaded, and asks nobody about it', async () => {
    const { metrics, probe } = setup();
    await metrics.sample();
    expect(probe.asked).toEqual([]);
    expect(metrics.current().slots['primary']).toMatchObject({
      requests: 0,
      ttftMs: null,
      kvUsage: null,
      contextTokens: null,
      contextSize: null,
      memoryMib: null,
      uptimeSeconds: null,
      lastUsedAt: null,
    });
  });

  it('looks at the server of a loaded model', async () => {
    const { metrics, primary, load, clock } = setup();
    load(primary);
    await clock.advance(10_000);
    await metrics.sample();
    expect(metrics.current().slots['primary']).toMatchObject({
      kvUsage: 0.25,
      contextTokens: 512,
      contextSize: 2_048,
      memoryMib: 300,
      uptimeSeconds: 10,
    });
  });

  it('says nothing about the context of a model that keeps none', async () => {
    const { metrics, embed, load } = setup();
    load(embed);
    await metrics.sample();
    expect(metrics.current().slots['embed']).toMatchObject({ kvUsage: null, contextTokens: null, contextSize: 2_048 });
  });

  it('asks a server that two slots share once', async () => {
    const { metrics, primary, embed, load, probe } = setup();
    load(primary);
    load(embed);
    await metrics.sample();
    expect(probe.asked.filter((what) => what.startsWith('context'))).toHaveLength(1);
  });

  it('wants proof that a process is the one meant when somebody else runs the runtime', async () => {
    const { metrics, primary, load, probe } = setup({ managed: false });
    load(primary);
    await metrics.sample();
    expect(probe.asked).toContain('memory 7 8001');
  });

  it('never keeps figures of a load that is over', async () => {
    const { metrics, primary, load, probe } = setup();
    load(primary);
    await metrics.sample();
    primary.moveTo('unloading', null);
    primary.moveTo('offline', null);
    expect(metrics.current().slots['primary']).toMatchObject({ kvUsage: null, memoryMib: null, uptimeSeconds: null });
    load(primary);
    expect(metrics.current().slots['primary']).toMatchObject({ kvUsage: null });
    probe.uses = null;
    probe.mib = null;
    await metrics.sample();
    expect(metrics.current().slots['primary']).toMatchObject({ kvUsage: null, memoryMib: null });
  });

  it('does not believe an answer that comes after the model has gone', async () => {
    const { metrics, primary, load } = setup();
    load(primary);
    const sampling = metrics.sample();
    primary.moveTo('offline', null);
    await sampling;
    expect(metrics.current().slots['primary']).toMatchObject({ memoryMib: null, kvUsage: null });
  });

  it('tells of figures once, and again when they have changed', async () => {
    const { metrics, primary, load, told, clock } = setup();
    load(primary);
    await metrics.sample();
    await clock.advance(5_000);
    await metrics.sample();
    expect(told()).toHaveLength(1);
    primary.finished(finishedRequest());
    await metrics.sample();
    expect(told()).toHaveLength(2);
    expect(told()[1]?.slots['primary']).toMatchObject({ requests: 1, tokensPerSecond: 40 });
  });
});

describe('the history', () => {
  it('has the means of each interval, and a gap where nothing ended', async () => {
    const { metrics, primary, load, clock } = setup();
    load(primary);
    primary.finished(finishedRequest({ tokensPerSecond: 30, ttftMs: 10 }));
    primary.finished(finishedRequest({ tokensPerSecond: 50, ttftMs: 30 }));
    await metrics.sample();
    await clock.advance(5_000);
    await metrics.sample();
    const { intervalSeconds, points } = metrics.history(900);
    expect(intervalSeconds).toBe(5);
    expect(points).toMatchObject([
      { slot: 'primary', tokensPerSecond: 40, ttftMs: 20, kvUsage: 0.25, memoryMib: 300, active: 0, queued: 0 },
      { slot: 'primary', tokensPerSecond: null, ttftMs: null, ts: clock.now() },
    ]);
    expect(metrics.history(4).points).toHaveLength(1);
  });

  it('shows one slot when it is named, and nothing of slots that did nothing', async () => {
    const { metrics, primary, load } = setup();
    load(primary);
    await metrics.sample();
    expect(metrics.history(900, 'primary').points).toHaveLength(1);
    expect(metrics.history(900, 'embed').points).toEqual([]);
  });

  it('reaches an hour back', async () => {
    const { metrics, primary, load, clock } = setup();
    load(primary);
    for (let sample = 0; sample < 730; sample++) {
      await metrics.sample();
      await clock.advance(5_000);
    }
    expect(metrics.history(100_000).points).toHaveLength(720);
  });
});

describe('the text for Prometheus', () => {
  it('has what slots are, do and did, and what lemond says', async () => {
    const { prometheus, metrics, primary, load } = setup();
    load(primary);
    await metrics.sample();
    primary.finished(finishedRequest());
    primary.finished(finishedRequest({ outcome: 'failed', loadMs: 4_000, ttftMs: null, promptTokens: null }));
    const text = await prometheus.text();
    for (const line of [
      'hal0_slot_info{slot="primary",type="llm",device="cpu",model="say \\"hi\\""} 1',
      'hal0_slot_up{slot="primary"} 1',
      'hal0_slot_state{slot="primary",state="ready"} 1',
      'hal0_slot_state{slot="primary",state="offline"} 0',
      'hal0_requests_total{slot="primary",outcome="completed"} 1',
      'hal0_requests_total{slot="primary",outcome="failed"} 1',
      'hal0_tokens_total{slot="primary",kind="prompt"} 12',
      'hal0_tokens_total{slot="primary",kind="completion"} 60',
      'hal0_cached_prompt_tokens_total{slot="primary"} 8',
      'hal0_slot_context_used_ratio{slot="primary"} 0.25',
      'hal0_slot_memory_bytes{slot="primary"} 314572800',
      'hal0_time_to_first_token_seconds_bucket{le="0.05",slot="primary"} 1',
      'hal0_time_to_first_token_seconds_bucket{le="+Inf",slot="primary"} 1',
      'hal0_load_wait_seconds_sum{slot="primary"} 4',
      'hal0_queue_seconds_count{slot="primary"} 2',
      'hal0_runtime_up 1',
      'hal0_lemonade_loaded_models 1',
    ])
      expect(text.split('\n')).toContain(line);
    expect(text).toMatch(/^hal0_process_resident_memory_bytes [1-9]\d+$/m);
  });

  it('leaves out what is not known, and a slot that is switched off is not down', async () => {
    const text = await setup().prometheus.text();
    expect(text).toContain('hal0_slot_state{slot="embed",state="offline"} 1');
    expect(text).toContain('hal0_slot_up{slot="primary"} 0');
    expect(text).not.toContain('hal0_slot_up{slot="embed"}');
    expect(text).not.toMatch(/^hal0_slot_(context|memory|uptime|tokens)\w*\{/m);
    expect(text).not.toMatch(/_bucket\{/);
  });

  it('counts requests that found no slot', async () => {
    const { prometheus, events } = setup();
    const record = finishedRequest({ slot: null, outcome: 'failed' });
    events.publish(new RequestFinishedEvent(record));
    expect(await prometheus.text()).toContain('hal0_requests_total{slot="",outcome="failed"} 1');
  });

  it('says the same when it is asked twice', async () => {
    const { prometheus, primary } = setup();
    primary.finished(finishedRequest());
    const lines = async () => (await prometheus.text()).split('\n').filter((line) => !line.startsWith('hal0_process'));
    expect(await lines()).toEqual(await lines());
  });
});

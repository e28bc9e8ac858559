import type { SlotSettings } from '@hal0/config';
import {
  LemonadeEvictedAllEvent,
  type LemonadeService,
  LemonadeStateEvent,
  type BackendsService,
} from '@hal0/lemonade';
import { FakeLemond, lemonadeOn } from '@hal0/lemonade/testing';
import { RecordingEventBus } from '@hal0/platform/testing';
import type { Model } from '@hal0/registry';
import { describe, expect, it } from '@jest/globals';
import { isDeepStrictEqual } from 'node:util';
import { LemonadeRuntimeAdapter } from '../src/adapters/lemonade-runtime.adapter.js';
import type { ModelServerProcess } from '../src/adapters/model-server-process.js';
import type { RuntimeEndpoint } from '../src/ports/inference-runtime.port.js';
import { budgets, RANDOM_SLOTS, RandomWorld, unrest, type Mischief } from '../src/testing/random-world.js';
import { Random } from '../src/testing/random.js';
import { ResidencyWatch, type WatchedSlots } from '../src/testing/residency-watch.js';
import { slotsOn } from '../src/testing/slots-fixture.js';
import { FastClock } from './fast-clock.js';

const SEQUENCES = process.env['HAL0_LONG_TESTS'] === '1' ? 100 : 5;
const STEPS = 50;
const SPEED = 200;

/** Backends are not what this is about: every load is tried. */
const BACKENDS = {
  backendFor: async () => ({ state: 'unknown', message: null, command: null }),
} as Partial<BackendsService> as BackendsService;

/** The fake has no processes. */
const SERVERS = { isLost: async () => false } as Partial<ModelServerProcess> as ModelServerProcess;

class WatchedAdapter extends LemonadeRuntimeAdapter {
  /** As if hal0 had started it, so that it also clears up. */
  override get managed(): boolean {
    return true;
  }

  constructor(
    lemonade: LemonadeService,
    private readonly watch: ResidencyWatch,
  ) {
    super(lemonade, BACKENDS, SERVERS);
  }

  override load(slot: string, record: SlotSettings, model: Model, signal: AbortSignal): Promise<RuntimeEndpoint> {
    return this.watch.order('load', model.id, () => super.load(slot, record, model, signal));
  }

  override unload(modelId: string): Promise<void> {
    return this.watch.order('unload', modelId, () => super.unload(modelId));
  }
}

async function setup(seed: number) {
  const random = new Random(seed);
  const clock = new FastClock(SPEED);
  const start = async (port: number) => {
    const started = await FakeLemond.start(port);
    started.types.set('embed-e', 'embedding');
    started.faults.loadDelayMs = random.between(1, 10);
    started.faults.unloadDelayMs = random.between(1, 10);
    return started;
  };
  let fake = await start(0);
  const port = Number(new URL(fake.origin).port);
  const events = new RecordingEventBus();
  const { lemonade, stop } = lemonadeOn(fake.origin, events, clock);
  const watch = new ResidencyWatch((): WatchedSlots => world);
  const models = () => [...fake.loaded.keys()];
  const hal0 = budgets(random);
  const runtime = new WatchedAdapter(lemonade, watch);
  const world = slotsOn({ runtime, clock, models, events }, RANDOM_SLOTS, { 'hal0.toml': hal0 });
  world.stateFile.write = () => Promise.resolve();
  world.memory.limitMib = random.pick([150, 250, 1_000]);
  const told: Promise<void>[] = [];
  events.observe((event) => {
    if (event instanceof LemonadeStateEvent) told.push(world.keeper.follow(event));
    if (event instanceof LemonadeEvictedAllEvent) world.keeper.expectLosses();
  });
  lemonade.start();

  let back = Promise.resolve();
  let isAway = false;
  const pass = async (milliseconds: number) => {
    await clock.sleep(milliseconds);
    await Promise.all(told.splice(0));
  };
  const mischief: Mischief = {
    models,
    crash: (model) => fake.crash(model),
    failNextLoad: () => {
      if (random.chance(0.5)) fake.faults.failNextLoad = 'llama-server failed to start';
      else fake.faults.stumbleNextLoad = true;
    },
    goAway: (milliseconds) => {
      if (isAway) return;
      isAway = true;
      back = fake
        .stop()
        .then(() => clock.sleep(milliseconds))
        .then(async () => {
          fake = await start(port);
          isAway = false;
        });
    },
    heal: async () => {
      await back;
      Object.assign(fake.faults, { failNextLoad: null, stumbleNextLoad: false });
      await clock.sleep(30_000);
    },
  };
  const close = async () => {
    await stop();
    await fake.stop();
    await world.remove();
  };
  return { world, watch, models, close, life: new RandomWorld(world, mischief, random, pass) };
}

describe('random sequences against lemond over HTTP', () => {
  it(
    `leave nobody waiting, cut nobody off and keep to every limit (${SEQUENCES} of them)`,
    async () => {
      for (let seed = 1; seed <= SEQUENCES; seed++) {
        const { world, watch, models, life, close } = await setup(seed);
        await life.live(STEPS);
        await life.calmDown(400);
        const found = {
          seed,
          violations: watch.violations,
          forgotten: life.forgotten,
          surprises: life.surprises,
          unrest: unrest(world, models()),
        };
        const { outcomes } = life;
        await close();
        const expected = { seed, violations: [], forgotten: [], surprises: [], unrest: [] };
        if (!isDeepStrictEqual(found, expected)) console.log(life.diary.join('\n'));
        expect(found).toEqual(expected);
        expect(outcomes['served']).toBeGreaterThan(0);
      }
    },
    SEQUENCES * 20_000,
  );
});

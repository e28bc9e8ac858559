import { finishedRequest } from '@hal0/platform/testing';
import { Hal0Error, type Clock } from '@hal0/platform';
import { isDispatchable } from '../slot-state.js';
import { SlotLoadingError } from '../slot.errors.js';
import { type Random } from './random.js';
import type { slotsOn } from './slots-fixture.js';
import type { InferenceRuntime } from '../ports/inference-runtime.port.js';

/** What goes wrong with the runtime, in its own way. */
export interface Mischief {
  /** Ids of the models that it has. */
  models(): readonly string[];
  /** The model's server dies. */
  crash(model: string): void;
  /** The next load fails and throws out everything. */
  failNextLoad(): void;
  /** It goes away, and comes back after so many milliseconds. */
  goAway(milliseconds: number): void;
  /** Everything is as it should be from now on. */
  heal(): Promise<void>;
}

type World = ReturnType<typeof slotsOn<InferenceRuntime, Clock>>;

interface Client {
  slot: string;
  hangUp: AbortController;
  outcome: 'waiting' | 'serving' | 'served' | 'revoked' | 'refused' | 'gone';
}

/** Three slots of one type, two of them with one copy, one of another type, one that is there now and then. */
export const RANDOM_SLOTS = [
  '[slots.a]\ntype = "llm"\nmodel = "m-a"\nenabled = true\n',
  '[slots.b]\ntype = "llm"\nmodel = "m-b"\nenabled = true\nparallel = 2\n',
  '[slots.c]\ntype = "llm"\nmodel = "m-a"\nenabled = true\n',
  '[slots.d]\ntype = "llm"\nmodel = "m-d"\nenabled = true\nidle_timeout_seconds = 60\n',
  '[slots.embed]\nmodel = "embed-e"\nenabled = true\n',
].join('');

const GUEST = 'guest';

/** Does to slots what a long day does, in an order that only the seed knows. */
export class RandomWorld {
  /** In words, so that a seed that finds something can be followed. */
  readonly diary: string[] = [];
  /** Errors that no user should ever see. */
  readonly surprises: unknown[] = [];
  private readonly clients: Client[] = [];

  constructor(
    private readonly world: World,
    private readonly mischief: Mischief,
    private readonly random: Random,
    /** Lets that much time go by. */
    private readonly pass: (milliseconds: number) => Promise<void>,
  ) {}

  /** How many clients came to which end. */
  get outcomes(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { outcome } of this.clients) counts[outcome] = (counts[outcome] ?? 0) + 1;
    return counts;
  }

  /** Clients that nobody has answered. */
  get forgotten(): readonly Client[] {
    return this.clients.filter(({ outcome }) => outcome === 'waiting' || outcome === 'serving');
  }

  async live(steps: number): Promise<void> {
    for (let step = 0; step < steps; step++) {
      await this.doSomething();
      await this.pass(this.random.chance(0.3) ? this.random.between(2_000, 12_000) : this.random.between(0, 1_500));
    }
  }

  /** Nothing goes wrong any more, nobody new comes, and time enough goes by for everybody who waits. */
  async calmDown(seconds: number): Promise<void> {
    await this.mischief.heal();
    for (let passed = 0; passed < seconds; passed += 2) {
      await this.pass(2_000);
      await this.world.keeper.watch();
    }
  }

  private async doSomething(): Promise<void> {
    const name = this.random.pick(this.names());
    const deeds: [number, string, () => unknown][] = [
      [40, `request ${name}`, () => this.come(name)],
      [8, 'hang up', () => this.hangUp()],
      [8, `load ${name}`, () => this.operate(() => this.world.slots.load(name, { force: this.random.chance(0.2) }))],
      [
        8,
        `unload ${name}`,
        () => this.operate(() => this.world.slots.unload(name, { force: this.random.chance(0.4) })),
      ],
      [
        4,
        `restart ${name}`,
        () => this.operate(() => this.world.slots.restart(name, { force: this.random.chance(0.4) })),
      ],
      [6, 'crash', () => this.crash()],
      [6, 'fail the next load', () => this.mischief.failNextLoad()],
      [2, 'runtime away', () => this.mischief.goAway(this.random.between(100, 20_000))],
      [8, `change ${name}`, () => this.change(name)],
      [3, 'guest comes or goes', () => this.comeOrGo()],
      [4, 'change the budgets', () => this.changeBudgets()],
      [10, 'look', () => this.world.keeper.watch()],
    ];
    const total = deeds.reduce((sum, [weight]) => sum + weight, 0);
    let rest = this.random.between(0, total - 1);
    const [, what, act] = deeds.find(([weight]) => (rest -= weight) < 0) as (typeof deeds)[number];
    this.diary.push(what);
    await act();
  }

  private names(): string[] {
    return this.world.slots.all().flatMap(({ name, record }) => (record.model ? [name] : []));
  }

  private async comeOrGo(): Promise<void> {
    const { slots } = this.world;
    // Its end waits for an unload, which waits for time to go by.
    if (this.names().includes(GUEST)) void this.operate(() => slots.remove(GUEST));
    else await this.operate(() => slots.create({ name: GUEST, type: 'llm', model: 'm-g', enabled: true }));
  }

  private come(name: string): void {
    const client: Client = { slot: name, hangUp: new AbortController(), outcome: 'waiting' };
    this.clients.push(client);
    this.beServed(client).catch((error: unknown) => {
      client.outcome = client.hangUp.signal.aborted ? 'gone' : 'refused';
      if (!client.hangUp.signal.aborted && !(error instanceof Hal0Error)) this.surprises.push(error);
    });
  }

  /** As the dispatcher does it. */
  private async beServed(client: Client): Promise<void> {
    const { slots, clock } = this.world;
    const slot = this.world.slot(client.slot);
    // Nobody loses patience here: whoever is forgotten is to be found at the end.
    if (this.random.chance(0.05)) client.hangUp.abort(new SlotLoadingError(slot.name, slot.state, 15));
    const lease = slots.tryAcquire(slot) ?? (await slots.waitForTurn(slot, client.hangUp.signal, 'req'));
    client.outcome = 'serving';
    const end = new AbortController();
    lease.onRevoked((reason) => end.abort(reason));
    if (!end.signal.aborted && !slot.endpoint) throw new Error(`a lease of slot ${slot.name}, which is ${slot.state}`);
    const duration = this.random.chance(0.15) ? this.random.between(10_000, 40_000) : this.random.between(10, 3_000);
    await clock.sleep(duration, end.signal).catch(() => undefined);
    client.outcome = end.signal.aborted ? 'revoked' : 'served';
    lease.release();
    slot.finished(finishedRequest({ slot: slot.name, outcome: end.signal.aborted ? 'failed' : 'completed' }));
  }

  private hangUp(): void {
    const waiting = this.clients.filter(({ outcome }) => outcome === 'waiting');
    if (waiting.length) this.random.pick(waiting).hangUp.abort(new Error('hung up'));
  }

  private crash(): void {
    const models = this.mischief.models();
    if (!models.length) return;
    const model = this.random.pick(models);
    this.mischief.crash(model);
    const slot = this.world.slots.all().find(({ loaded }) => loaded?.model === model);
    // A request may find out before anybody looks.
    if (slot?.endpoint && this.random.chance(0.5)) this.world.slots.reportLost(slot, slot.endpoint);
  }

  private async change(name: string): Promise<void> {
    const patch = this.random.pick([
      { enabled: this.random.chance(0.7) },
      { pinned: this.random.chance(0.3) },
      { contextSize: this.random.pick([512, 1_024, null]) },
      { model: name === 'embed' ? 'embed-e' : this.random.pick(['m-a', 'm-b', 'm-d', 'm-x']) },
    ]);
    await this.operate(() => this.world.slots.configure(name, patch, 'operator', this.random.chance(0.2)));
  }

  private async changeBudgets(): Promise<void> {
    const { config } = this.world;
    config.write('hal0.toml', budgets(this.random));
    await config.store.reload('operator');
  }

  private async operate(act: () => unknown): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (error instanceof Hal0Error) this.diary.push(`  ${error.code}`);
      else this.surprises.push(error);
    }
  }
}

export function budgets(random: Random): string {
  return `[lemonade]\nmax_loaded_models = ${random.between(1, 2)}\n[slots]\nidle_timeout_seconds = 0\nmax_slots = ${random.pick([0, 0, 2, 3])}\n`;
}

/** What is wrong when everything has come to rest; empty when nothing is. */
export function unrest({ slots }: World, models: readonly string[]): string[] {
  const all = slots.all();
  const held = all.flatMap(({ loaded }) => (loaded ? [loaded.model] : []));
  return [
    ...all.filter(({ wait, gated }) => wait || gated).map(({ name }) => `${name} still waits or is closed`),
    ...all
      .filter(({ state }) => !['offline', 'ready', 'error'].includes(state))
      .map(({ name, state }) => `${name} is ${state}`),
    ...all
      .filter(({ admission }) => !(admission.active === 0 && admission.queued === 0))
      .map(({ name }) => `${name} is in use`),
    ...all
      .filter(({ state, loaded }) => isDispatchable(state) && !models.includes(loaded?.model ?? ''))
      .map(({ name }) => `${name} believes its model to be loaded`),
    ...models.filter((model) => !held.includes(model)).map((model) => `${model} is loaded and nobody holds it`),
  ];
}

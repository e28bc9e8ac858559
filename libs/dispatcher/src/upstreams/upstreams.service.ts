import {
  ConfigChangedEvent,
  ConfigStore,
  isSecretVariable,
  SecretChangedEvent,
  SecretsService,
  UpstreamSettings,
} from '@hal0/config';
import { Clock, EventBus } from '@hal0/platform';
import { SlotsService } from '@hal0/slots';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { Interval } from '@nestjs/schedule';
import { isDeepStrictEqual } from 'node:util';
import { Upstream } from './upstream.js';
import type { UpstreamSurroundings } from './upstream-connection.js';
import type { UpstreamIndex } from './upstream-index.js';
import { UpstreamStateEvent } from './upstream-state.event.js';
import { upstreamView } from './upstream-view.js';
import { UpstreamNotFoundError } from './upstreams.errors.js';

/** How often those that fail, or were never asked, are looked after. */
const PROBE_INTERVAL_MS = 60_000;

/** The providers outside this machine as they are now. What they are is told by `[upstreams]` of hal0.toml. */
@Injectable()
export class UpstreamsService implements OnModuleInit, OnModuleDestroy {
  private readonly known = new Map<string, Upstream>();
  private enabled: UpstreamIndex = indexOf([]);
  private prefetching: Promise<void> | null = null;

  constructor(
    private readonly store: ConfigStore,
    private readonly secrets: SecretsService,
    private readonly slots: SlotsService,
    private readonly clock: Clock,
    private readonly events: EventBus,
  ) {}

  onModuleInit(): void {
    this.follow();
  }

  onModuleDestroy(): void {
    for (const upstream of this.known.values()) upstream.retire();
    this.known.clear();
  }

  /** Where requests may be sent. */
  index(): UpstreamIndex {
    return this.enabled;
  }

  /** All of them, also those that are disabled, in the order of the configuration. */
  all(): readonly Upstream[] {
    return [...this.known.values()];
  }

  /** @throws UpstreamNotFoundError */
  get(name: string): Upstream {
    const upstream = this.known.get(name);
    if (!upstream) throw new UpstreamNotFoundError(name, [...this.known.keys()]);
    return upstream;
  }

  /** What an upstream that is not configured is tried with. */
  get surroundings(): UpstreamSurroundings {
    // Whatever else stands in the environment of hal0 is sent to nobody.
    const keyOf = (name: string) => (isSecretVariable(name) ? this.secrets.get(name) : undefined);
    return { keyOf, ownPorts: () => this.ownPorts() };
  }

  /** Longest wait for a list of models, in milliseconds. */
  get listLimitMs(): number {
    return this.store.settings.dispatcher.prefetch_timeout_seconds * 1_000;
  }

  /** Whether there is one whose models are not known, or no longer, and that may be asked now. */
  hasCold(): boolean {
    return this.all().some(({ isCold }) => isCold);
  }

  /** Asks those for their models, at the longest for `[dispatcher].prefetch_timeout_seconds`. Never rejects. */
  prefetch(): Promise<void> {
    this.prefetching ??= this.askCold().finally(() => (this.prefetching = null));
    return this.prefetching;
  }

  @OnEvent(ConfigChangedEvent.type)
  onConfigChanged(): void {
    this.follow();
  }

  @OnEvent(SecretChangedEvent.type)
  onSecretChanged({ name }: SecretChangedEvent): void {
    for (const upstream of this.known.values()) {
      if (upstream.settings.auth_value_env === name) upstream.startAnew();
    }
  }

  /** Asks again whoever fails or was never asked, so that the state is not that of long ago. */
  @Interval(PROBE_INTERVAL_MS)
  async probe(): Promise<void> {
    const due = this.all().filter(({ state }) => state === 'failing' || state === 'unknown');
    await this.inParallel(due);
  }

  /** Brings the upstreams in line with the configuration. One whose settings did not change keeps all that is known of it. */
  follow(): void {
    const { upstreams } = this.store.current.settings;
    for (const [name, upstream] of this.known) {
      if (Object.hasOwn(upstreams, name)) continue;
      upstream.retire();
      this.known.delete(name);
    }
    for (const [name, settings] of Object.entries(upstreams)) this.adopt(name, settings);
    this.enabled = indexOf(this.all().filter((upstream) => upstream.settings.enabled));
  }

  private adopt(name: string, settings: UpstreamSettings): void {
    // The store changes its own objects when the configuration changes; this is what they are compared with then.
    const copy = Object.assign(new UpstreamSettings(), settings);
    const known = this.known.get(name);
    if (!known) {
      const told = (upstream: Upstream) => this.events.publish(new UpstreamStateEvent(upstreamView(upstream)));
      this.known.set(name, new Upstream(name, copy, this.clock, this.surroundings, told));
    } else if (!isDeepStrictEqual(known.settings, copy)) known.adopt(copy);
  }

  private askCold(): Promise<void> {
    return this.inParallel(this.all().filter(({ isCold }) => isCold));
  }

  private async inParallel(upstreams: readonly Upstream[]): Promise<void> {
    const end = this.clock.monotonic() + this.listLimitMs;
    const line = [...upstreams];
    const work = async () => {
      for (let next = line.shift(); next; next = line.shift()) {
        const left = end - this.clock.monotonic();
        // How it went stands in its state.
        if (left > 0) await next.refresh(left).catch(() => undefined);
      }
    };
    const { prefetch_parallel_cap: places } = this.store.settings.dispatcher;
    await Promise.all(Array.from({ length: Math.min(places, line.length) }, work));
  }

  private ownPorts(): ReadonlySet<number> {
    const { api, lemonade } = this.store.settings;
    const origins = this.slots.all().flatMap(({ endpoint }) => [endpoint?.origin, endpoint?.backendOrigin]);
    const ports = [lemonade.url, ...origins].flatMap((origin) => (origin ? [Number(new URL(origin).port)] : []));
    return new Set([api.port, lemonade.port ?? 0, ...ports]);
  }
}

function indexOf(upstreams: readonly Upstream[]): UpstreamIndex {
  return {
    byName: new Map(upstreams.map((upstream) => [upstream.name, upstream])),
    byModel: (id) => {
      const able = upstreams.filter(({ models }) => models.has(id));
      return able.length < 2 ? able : able.sort((a, b) => Number(a.isLastInLine) - Number(b.isLastInLine));
    },
  };
}

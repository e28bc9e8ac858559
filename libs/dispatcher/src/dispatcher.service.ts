import { Hal0Settings, type FallbackSettings } from '@hal0/config';
import { Clock, EventBus, Hal0Error, HttpPools } from '@hal0/platform';
import { describeWait, SlotsService, type Lease, type RuntimeEndpoint } from '@hal0/slots';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { errors } from 'undici';
import {
  DispatchFailedError,
  NoRouteError,
  UnsupportedByTargetError,
  UpstreamUnavailableError,
} from './dispatcher.errors.js';
import { Exchange } from './exchange.js';
import { shortened } from './forwarding/shortened.js';
import { SlotWays } from './forwarding/slot-ways.js';
import { upstreamWay } from './forwarding/upstream-way.js';
import type { Way } from './forwarding/way.js';
import type { InferenceRequest } from './inference-request.js';
import { Relay } from './relay/relay.js';
import { causeOf, chainOfModel, isBeyondTarget } from './routing/chain.js';
import { keptHere } from './routing/kept-here.js';
import { noPlace } from './routing/no-place.js';
import { nextInChain, resolve, type Route } from './routing/resolve.js';
import type { RoutingIndex } from './routing/routing-index.js';
import { nameOf, type Target } from './routing/target.js';
import { StreamHold } from './stream-hold.js';
import { TranslatingHandler } from './translation/translating-handler.js';
import { Tunnels } from './tunnel/tunnels.js';
import type { Upgrade } from './tunnel/upgrade.js';
import { fromProvider, report } from './upstreams/provider-reports.js';
import { UpstreamsService } from './upstreams/upstreams.service.js';

/** One request to one target after another of its chain: resolve, wait, lease, forward. */
@Injectable()
export class DispatcherService implements OnModuleDestroy {
  private readonly logger = new Logger('Dispatcher');
  private readonly slotWays: SlotWays;
  private readonly tunnels: Tunnels;

  constructor(
    private readonly slots: SlotsService,
    private readonly upstreams: UpstreamsService,
    private readonly settings: Hal0Settings,
    pools: HttpPools,
    private readonly clock: Clock,
    private readonly events: EventBus,
  ) {
    this.slotWays = new SlotWays(pools);
    this.tunnels = new Tunnels(pools, clock);
  }

  onModuleDestroy(): void {
    this.tunnels.closeAll();
  }

  /** Answers the request, whatever happens; never throws. */
  dispatch(request: InferenceRequest): void {
    const exchange = new Exchange(request, this.clock, this.events);
    try {
      this.begin(exchange, resolve(this.index(), request));
    } catch (error) {
      if (error instanceof NoRouteError && this.mayBeElsewhere(request)) void this.lookElsewhere(exchange);
      else this.unrouted(exchange, error);
    }
  }

  private index(): RoutingIndex {
    return { slots: this.slots.index(), upstreams: this.upstreams.index(), chains: this.settings.dispatcher.fallback };
  }

  private mayBeElsewhere({ model, grant }: InferenceRequest): boolean {
    return model !== undefined && !keptHere(grant) && this.upstreams.hasCold();
  }

  /** Providers that have not told their models yet are asked before the request is refused. */
  private async lookElsewhere(exchange: Exchange): Promise<void> {
    await this.upstreams.prefetch();
    if (exchange.isOver) return;
    try {
      this.begin(exchange, resolve(this.index(), exchange.request));
    } catch (error) {
      this.unrouted(exchange, error);
    }
  }

  /** A model that nobody has may have a chain for all that: its provider may be away since hal0 was started. */
  private unrouted(exchange: Exchange, error: unknown): void {
    const { model = '', stream } = exchange.request;
    const { fallback } = this.settings.dispatcher;
    if (error instanceof NoRouteError && Object.hasOwn(fallback, model)) {
      exchange.chain = chainOfModel(fallback[model] as FallbackSettings, false);
      if (stream) this.hold(exchange);
    }
    this.failOrGoOn(exchange, error);
  }

  private begin(exchange: Exchange, route: Route): void {
    const { request } = exchange;
    exchange.chain = route.chain;
    exchange.target = route.target;
    if (this.settings.api.log_level === 'debug') {
      this.logger.debug(
        `${request.id}: ${request.model ?? `default ${request.type}`} -> ${nameOf(route.target)} by ${route.by}`,
      );
    }
    if (request.stream) this.hold(exchange);
    this.attempt(exchange, route.target);
  }

  private hold(exchange: Exchange): void {
    const holdMs = this.settings.dispatcher.stream_hold_seconds * 1_000;
    exchange.hold = new StreamHold(exchange.answer, this.clock, holdMs, () => {
      const { target, lease } = exchange;
      if (lease || target?.kind !== 'slot') return `${target ? nameOf(target) : 'hal0'} is working on the answer`;
      return describeWait(target.slot);
    });
  }

  private attempt(exchange: Exchange, target: Target): void {
    const resting = target.kind === 'upstream' ? target.upstream.resting : null;
    if (resting && this.goesOnAfter(exchange, resting)) return;
    // Nobody waits for a model that the request cannot be put to.
    if (target.kind === 'slot') exchange.request.body.prepare?.();
    const lease = target.kind === 'slot' ? this.slots.tryAcquire(target.slot) : target.upstream.admission.tryEnter();
    if (lease) this.forward(exchange, target, lease);
    else this.wait(exchange, target).catch((error: unknown) => this.failOrGoOn(exchange, error));
  }

  private async wait(exchange: Exchange, target: Target): Promise<void> {
    const { chain, mayGoOn } = exchange;
    const { admission } = target.kind === 'slot' ? target.slot : target.upstream;
    const tooMany = mayGoOn && admission.queued > (chain?.queueLongerThan ?? Number.POSITIVE_INFINITY);
    if (tooMany && this.goesOn(exchange, 'queue_full')) return;
    exchange.waiting();
    const waiting = new AbortController();
    const noTurn = () => noPlace(target, target.kind === 'slot' ? this.slots.secondsToLoad(target.slot) : null);
    if (!exchange.request.patient) waiting.abort(noTurn());
    exchange.onAbandoned(() => waiting.abort(new DispatchFailedError('the client has gone')));
    const most = this.settings.dispatcher.max_wait_seconds;
    const seconds = mayGoOn ? Math.min(most, chain?.afterSeconds ?? most) : most;
    const cancelLimit = this.clock.schedule(() => waiting.abort(noTurn()), seconds * 1_000);
    try {
      const lease = await this.turn(target, waiting.signal, exchange.request.id);
      if (exchange.isOver) return lease.release();
      if (target.kind === 'slot' && !target.slot.endpoint) return await this.waitAgain(exchange, target, lease);
      this.forward(exchange, target, lease);
    } catch (error) {
      const late = waiting.signal.aborted && error === waiting.signal.reason;
      if (exchange.isOver || (late && this.goesOn(exchange, 'not_ready'))) return;
      throw error;
    } finally {
      cancelLimit();
    }
  }

  /** The model went between the giving of the turn and now: the request was for nobody yet, and goes back in line. */
  private waitAgain(exchange: Exchange, target: Target, lease: Lease): Promise<void> {
    exchange.lease = lease;
    exchange.giveUpTurn();
    return this.wait(exchange, target);
  }

  private turn(target: Target, signal: AbortSignal, requestId: string): Promise<Lease> {
    return target.kind === 'slot'
      ? this.slots.waitForTurn(target.slot, signal, requestId)
      : target.upstream.admission.wait(signal, requestId);
  }

  private forward(exchange: Exchange, target: Target, lease: Lease): void {
    exchange.lease = lease;
    const { request } = exchange;
    if (request.upgrade) {
      this.tunnel(exchange, target, request.upgrade).catch((error: unknown) => this.failOrGoOn(exchange, error));
      return;
    }
    const way = this.wayTo(target, request);
    const { pool, path, silenceMs } = way;
    const endpoint = target.kind === 'slot' ? target.slot.endpoint : null;
    const headers = [...way.headers];
    const limits = { headersTimeout: silenceMs, bodyTimeout: silenceMs };
    const send = () => pool.dispatch({ path, method: 'POST', headers, body: way.body(), ...limits }, handler);
    let sent = 1;
    const relay = new Relay(way.source, way.isNative ? exchange.plainAnswer : exchange.answer, {
      firstByte: () => exchange.firstByte(),
      retry: (cause) => {
        // After a long silence the request may well be under way there.
        if (!request.body.replayable || cause instanceof errors.HeadersTimeoutError) return false;
        sent += 1;
        // The connection may have been an old one that was closed just then.
        if (sent === 2) send();
        else if (endpoint && exchange.mayStartOver) this.startOver(exchange, target, endpoint);
        else return false;
        return true;
      },
      goesOn: (error) => {
        report(exchange, target, error);
        return request.body.replayable && (this.goesOnAfter(exchange, error) || this.cuts(exchange, target, error));
      },
      ended: (usage, error) => {
        if (exchange.isOver) return;
        report(exchange, target, error ?? null);
        exchange.finished(usage, error);
      },
    });
    const reader = way.toOpenAi ? new TranslatingHandler(relay, way.toOpenAi(this.clock.now())) : relay;
    const handler =
      target.kind === 'slot' ? reader : fromProvider(exchange, nameOf(target), reader, way.isNative, this.clock);
    exchange.onAbandoned(() => relay.cancel());
    exchange.onUnreadable((error) => {
      relay.cancel();
      report(exchange, target, error);
    });
    lease.onRevoked((reason) => {
      relay.cancel();
      exchange.fail(reason);
    });
    exchange.forwarding();
    send();
  }

  /** The client's connection itself is joined with the model, for as long as both like. */
  private async tunnel(exchange: Exchange, target: Target, upgrade: Upgrade): Promise<void> {
    if (target.kind === 'upstream') throw new UnsupportedByTargetError(nameOf(target), exchange.request.path);
    const { slot } = target;
    const { endpoint } = slot;
    if (!endpoint) throw new UpstreamUnavailableError(slot.name, true, undefined);
    try {
      await this.tunnels.join(exchange, slot, endpoint, upgrade);
    } catch (error) {
      if (exchange.isOver) return;
      if (!(error instanceof UpstreamUnavailableError) || !exchange.mayStartOver) throw error;
      this.startOver(exchange, target, endpoint);
    }
  }

  private wayTo(target: Target, request: InferenceRequest): Way {
    if (target.kind === 'upstream') return upstreamWay(target, request);
    const { slot } = target;
    if (!slot.endpoint) throw new UpstreamUnavailableError(slot.name, true, undefined);
    return this.slotWays.to(slot, slot.endpoint, request);
  }

  /** Nothing answers where the model was: the request goes back in line, and the slot is brought back for it. */
  private startOver(exchange: Exchange, target: Target, endpoint: RuntimeEndpoint): void {
    // First, so that nobody else gets the place where nothing answers.
    if (target.kind === 'slot') this.slots.reportLost(target.slot, endpoint);
    exchange.startOver();
    this.wait(exchange, target).catch((error: unknown) => this.failOrGoOn(exchange, error));
  }

  private goesOnAfter(exchange: Exchange, error: Hal0Error): boolean {
    const cause = causeOf(error);
    if (cause === null || !exchange.chain?.on.includes(cause)) return false;
    // It was for a slot, and is not sent out of the machine for what it asks.
    const staysHere = isBeyondTarget(error) && exchange.target?.kind === 'slot';
    return this.goesOn(exchange, error.code, staysHere);
  }

  /** Asks the same slot once more, where the request may be cut to what it takes. */
  private cuts(exchange: Exchange, target: Target, error: Hal0Error): boolean {
    const cut = target.kind === 'slot' && shortened(exchange.request.body, target.slot, error, this.slotWays);
    if (!cut) return false;
    const again = (isCut: boolean) => {
      if (!isCut || !exchange.lease) exchange.fail(error);
      else if (!exchange.isOver) this.forward(exchange, target, exchange.lease);
    };
    cut.then(again).catch((cause: unknown) => this.failOrGoOn(exchange, cause));
    return true;
  }

  /** Asks the next target of the chain; false when there is none. */
  private goesOn(exchange: Exchange, reason: string, staysHere = false): boolean {
    const { chain } = exchange;
    if (!chain || exchange.isOver) return false;
    const next = nextInChain(this.index(), chain, exchange.position, exchange.request, staysHere);
    if (!next) return false;
    exchange.goOn(next.target, next.position, reason);
    try {
      this.attempt(exchange, next.target);
    } catch (error) {
      this.failOrGoOn(exchange, error);
    }
    return true;
  }

  private failOrGoOn(exchange: Exchange, error: unknown): void {
    if (!(error instanceof Hal0Error && this.goesOnAfter(exchange, error))) this.fail(exchange, error);
  }

  private fail(exchange: Exchange, error: unknown): void {
    if (error instanceof Hal0Error) return exchange.fail(error);
    this.logger.error(error);
    exchange.fail(new DispatchFailedError('Something went wrong in hal0. Its log has the details.', error));
  }
}

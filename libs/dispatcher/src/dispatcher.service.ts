import { Hal0Settings } from '@hal0/config';
import { Clock, EventBus, Hal0Error, HttpPools } from '@hal0/platform';
import {
  describeWait,
  isDispatchable,
  SlotBusyError,
  SlotLoadingError,
  SlotsService,
  type Lease,
  type RuntimeEndpoint,
} from '@hal0/slots';
import { Injectable, Logger } from '@nestjs/common';
import { errors } from 'undici';
import { DispatchFailedError, NoRouteError, UpstreamBusyError, UpstreamUnavailableError } from './dispatcher.errors.js';
import { Exchange } from './exchange.js';
import { SlotWays } from './forwarding/slot-ways.js';
import { upstreamWay } from './forwarding/upstream-way.js';
import type { Way } from './forwarding/way.js';
import type { InferenceRequest } from './inference-request.js';
import { Relay } from './relay/relay.js';
import { causeOf } from './routing/chain.js';
import { nextInChain, resolve, type Route } from './routing/resolve.js';
import type { RoutingIndex } from './routing/routing-index.js';
import { nameOf, type Target } from './routing/target.js';
import { StreamHold } from './stream-hold.js';
import { TranslatingHandler } from './translation/translating-handler.js';
import { UpstreamsService } from './upstreams/upstreams.service.js';

/** What a client that does not wait, or has waited long enough, is told to wait. */
const RETRY_AFTER_SECONDS = 15;
const NOT_READY = 'not_ready';

/** One request to one target after another of its chain: resolve, wait, lease, forward. */
@Injectable()
export class DispatcherService {
  private readonly logger = new Logger('Dispatcher');
  private readonly slotWays: SlotWays;

  constructor(
    private readonly slots: SlotsService,
    private readonly upstreams: UpstreamsService,
    private readonly settings: Hal0Settings,
    pools: HttpPools,
    private readonly clock: Clock,
    private readonly events: EventBus,
  ) {
    this.slotWays = new SlotWays(pools);
  }

  /** Answers the request, whatever happens; never throws. */
  dispatch(request: InferenceRequest): void {
    const exchange = new Exchange(request, this.clock, this.events);
    try {
      this.begin(exchange, resolve(this.index(), request));
    } catch (error) {
      if (error instanceof NoRouteError && this.mayBeElsewhere(request)) void this.lookElsewhere(exchange);
      else this.failOrGoOn(exchange, error);
    }
  }

  private index(): RoutingIndex {
    return { slots: this.slots.index(), upstreams: this.upstreams.index(), chains: this.settings.dispatcher.fallback };
  }

  private mayBeElsewhere({ model, grant }: InferenceRequest): boolean {
    return model !== undefined && !grant?.localOnly && !grant?.slots && this.upstreams.hasCold();
  }

  /** Providers that have not told their models yet are asked before the request is refused. */
  private async lookElsewhere(exchange: Exchange): Promise<void> {
    await this.upstreams.prefetch();
    if (exchange.isOver) return;
    try {
      this.begin(exchange, resolve(this.index(), exchange.request));
    } catch (error) {
      this.failOrGoOn(exchange, error);
    }
  }

  private begin(exchange: Exchange, route: Route): void {
    const { request } = exchange;
    exchange.route = route;
    exchange.target = route.target;
    if (Logger.isLevelEnabled('debug')) {
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
    const lease = target.kind === 'slot' ? this.slots.tryAcquire(target.slot) : target.upstream.admission.tryEnter();
    if (lease) this.forward(exchange, target, lease);
    else this.wait(exchange, target).catch((error: unknown) => this.failOrGoOn(exchange, error));
  }

  private async wait(exchange: Exchange, target: Target): Promise<void> {
    const { chain } = exchange.route as Route;
    const mayGoOn = exchange.mayGoOn;
    const { admission } = target.kind === 'slot' ? target.slot : target.upstream;
    const tooMany = mayGoOn && admission.queued > (chain?.queueLongerThan ?? Number.POSITIVE_INFINITY);
    if (tooMany && this.goesOn(exchange, 'queue_full')) return;
    exchange.waiting();
    const waiting = new AbortController();
    if (!exchange.request.patient) waiting.abort(noPlace(target));
    exchange.onAbandoned = () => waiting.abort(new DispatchFailedError('the client has gone'));
    const most = this.settings.dispatcher.max_wait_seconds;
    const seconds = mayGoOn ? Math.min(most, chain?.afterSeconds ?? most) : most;
    const cancelLimit = this.clock.schedule(() => waiting.abort(noPlace(target)), seconds * 1_000);
    try {
      const lease = await this.turn(target, waiting.signal, exchange.request.id);
      if (exchange.isOver) lease.release();
      else this.forward(exchange, target, lease);
    } catch (error) {
      const late = waiting.signal.aborted && error === waiting.signal.reason;
      if (exchange.isOver || (late && this.goesOn(exchange, NOT_READY))) return;
      throw error;
    } finally {
      cancelLimit();
    }
  }

  private turn(target: Target, signal: AbortSignal, requestId: string): Promise<Lease> {
    return target.kind === 'slot'
      ? this.slots.waitForTurn(target.slot, signal, requestId)
      : target.upstream.admission.wait(signal, requestId);
  }

  private forward(exchange: Exchange, target: Target, lease: Lease): void {
    exchange.lease = lease;
    const { request } = exchange;
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
        else if (endpoint && exchange.startsOver()) this.startOver(exchange, target, endpoint);
        else return false;
        return true;
      },
      goesOn: (error) => {
        this.report(target, error);
        return request.body.replayable && this.goesOnAfter(exchange, error);
      },
      ended: (usage, error) => {
        if (!error) this.report(target, null);
        exchange.finished(usage, error);
      },
    });
    const handler = way.toOpenAi ? new TranslatingHandler(relay, way.toOpenAi()) : relay;
    exchange.onAbandoned = () => relay.cancel();
    lease.onRevoked((reason) => {
      relay.cancel();
      exchange.fail(reason);
    });
    exchange.forwarding();
    send();
  }

  private wayTo(target: Target, request: InferenceRequest): Way {
    if (target.kind === 'upstream') return upstreamWay(target, request);
    const { slot } = target;
    if (!slot.endpoint) throw new UpstreamUnavailableError(slot.name, true, undefined);
    return this.slotWays.to(slot, slot.endpoint, request);
  }

  private report(target: Target, error: Hal0Error | null): void {
    if (target.kind === 'upstream') target.upstream.report(error);
  }

  /** Nothing answers where the model was: the request goes back in line, and the slot is brought back for it. */
  private startOver(exchange: Exchange, target: Target, endpoint: RuntimeEndpoint): void {
    if (target.kind === 'slot') this.slots.reportLost(target.slot, endpoint);
    this.wait(exchange, target).catch((error: unknown) => this.failOrGoOn(exchange, error));
  }

  private goesOnAfter(exchange: Exchange, error: Hal0Error): boolean {
    const cause = causeOf(error);
    return cause !== null && !!exchange.route?.chain?.on.includes(cause) && this.goesOn(exchange, error.code);
  }

  /** Asks the next target of the chain; false when there is none. */
  private goesOn(exchange: Exchange, reason: string): boolean {
    const chain = exchange.route?.chain;
    if (!chain || exchange.isOver) return false;
    const next = nextInChain(this.index(), chain, exchange.position, exchange.request);
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
    if (error instanceof Hal0Error && this.goesOnAfter(exchange, error)) return;
    this.fail(exchange, error);
  }

  private fail(exchange: Exchange, error: unknown): void {
    if (error instanceof Hal0Error) return exchange.fail(error);
    this.logger.error(error);
    exchange.fail(new DispatchFailedError('Something went wrong in hal0. Its log has the details.', error));
  }
}

function noPlace(target: Target): Hal0Error {
  if (target.kind === 'upstream') return new UpstreamBusyError(nameOf(target), RETRY_AFTER_SECONDS);
  const { name, state, admission } = target.slot;
  return isDispatchable(state)
    ? new SlotBusyError(name, admission.active, RETRY_AFTER_SECONDS)
    : new SlotLoadingError(name, state, RETRY_AFTER_SECONDS);
}

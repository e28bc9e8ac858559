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
  type Slot,
} from '@hal0/slots';
import { Injectable, Logger } from '@nestjs/common';
import type { Readable } from 'node:stream';
import type { Pool } from 'undici';
import { DispatchFailedError, UpstreamUnavailableError } from './dispatcher.errors.js';
import { Exchange } from './exchange.js';
import type { InferenceRequest } from './inference-request.js';
import { Relay } from './relay/relay.js';
import { resolve } from './resolve.js';
import { StreamHold } from './stream-hold.js';

/** What a client that does not wait, or has waited long enough, is told to wait. */
const RETRY_AFTER_SECONDS = 15;

/** One way to a loaded model. */
interface Way {
  plain: Pool;
  stream: Pool;
  headers: readonly string[];
  /** A model's own server has one model, which need not be named to it. */
  isOwnServer: boolean;
}

/** One request to one target: resolve, wait, lease, forward. */
@Injectable()
export class DispatcherService {
  private readonly logger = new Logger('Dispatcher');
  private readonly ways = new WeakMap<RuntimeEndpoint, Way>();

  constructor(
    private readonly slots: SlotsService,
    private readonly settings: Hal0Settings,
    private readonly pools: HttpPools,
    private readonly clock: Clock,
    private readonly events: EventBus,
  ) {}

  /** Answers the request, whatever happens; never throws. */
  dispatch(request: InferenceRequest): void {
    const exchange = new Exchange(request, this.clock, this.events);
    try {
      const slot = resolve(this.slots.index(), request.model, request.type);
      exchange.slot = slot;
      const lease = this.slots.tryAcquire(slot);
      if (request.stream) this.hold(exchange, slot);
      if (lease) this.forward(exchange, slot, lease);
      else this.wait(exchange, slot).catch((error: unknown) => this.fail(exchange, error));
    } catch (error) {
      this.fail(exchange, error);
    }
  }

  private hold(exchange: Exchange, slot: Slot): void {
    const holdMs = this.settings.dispatcher.stream_hold_seconds * 1_000;
    exchange.hold = new StreamHold(exchange.answer, this.clock, holdMs, () =>
      exchange.lease ? `slot ${slot.name} is working on the answer` : describeWait(slot),
    );
  }

  private async wait(exchange: Exchange, slot: Slot): Promise<void> {
    exchange.waiting(slot);
    const waiting = new AbortController();
    if (!exchange.request.patient) waiting.abort(noPlace(slot));
    exchange.onAbandoned = () => waiting.abort(new DispatchFailedError('the client has gone'));
    const limitMs = this.settings.dispatcher.max_wait_seconds * 1_000;
    const cancelLimit = this.clock.schedule(() => waiting.abort(noPlace(slot)), limitMs);
    try {
      const lease = await this.slots.waitForTurn(slot, waiting.signal, exchange.request.id);
      if (exchange.isOver) lease.release();
      else this.forward(exchange, slot, lease);
    } finally {
      cancelLimit();
    }
  }

  private forward(exchange: Exchange, slot: Slot, lease: Lease): void {
    exchange.lease = lease;
    const { request } = exchange;
    const { endpoint } = slot;
    if (!endpoint) throw new UpstreamUnavailableError(slot.name, undefined);
    const way = this.wayTo(endpoint);
    const headers = [...way.headers, 'content-type', request.body.contentType];
    const body = this.bodyFor(way, exchange, slot);
    const send = () => {
      const { plain, stream } = way;
      (request.stream ? stream : plain).dispatch({ path: request.path, method: 'POST', headers, body }, relay);
    };
    let sent = 1;
    const relay = new Relay(slot.name, exchange.answer, {
      firstByte: () => exchange.firstByte(),
      retry: () => {
        sent += 1;
        // The connection may have been an old one that was closed just then.
        if (sent === 2) send();
        else if (exchange.startsOver()) this.startOver(exchange, slot, endpoint);
        else return false;
        return true;
      },
      ended: (usage, error) => exchange.finished(usage, error),
    });
    exchange.onAbandoned = () => relay.cancel();
    lease.onRevoked((reason) => {
      relay.cancel();
      exchange.fail(reason);
    });
    exchange.forwarding();
    send();
  }

  /**
   * llama-server answers chats under its own name for the model, but embeddings and rankings under the name that the
   * request says.
   */
  private bodyFor({ isOwnServer }: Way, { request }: Exchange, slot: Slot): Buffer | Readable {
    const passesAsItIs = isOwnServer && request.type === 'llm';
    return passesAsItIs ? request.body.unchanged() : request.body.forModel(slot.record.model);
  }

  /** Nothing answers where the model was: the request goes back in line, and the slot is brought back for it. */
  private startOver(exchange: Exchange, slot: Slot, endpoint: RuntimeEndpoint): void {
    this.slots.reportLost(slot, endpoint);
    this.wait(exchange, slot).catch((error: unknown) => this.fail(exchange, error));
  }

  /**
   * To the model's own server where it speaks OpenAI's dialect, else through lemond. Never through lemond because that
   * server is away: lemond would load the model by itself, with options of its own.
   */
  private wayTo(endpoint: RuntimeEndpoint): Way {
    let way = this.ways.get(endpoint);
    if (!way) {
      const { origin, backendOrigin, headers } = endpoint;
      way = backendOrigin === null ? this.wayThroughLemond(origin, headers) : this.wayToBackend(backendOrigin);
      this.ways.set(endpoint, way);
    }
    return way;
  }

  /** The model's own server keeps its connections and stops when a request is dropped (ADR 6). */
  private wayToBackend(origin: string): Way {
    const pool = this.pools.calls(origin);
    return { plain: pool, stream: pool, headers: [], isOwnServer: true };
  }

  private wayThroughLemond(origin: string, headers: RuntimeEndpoint['headers']): Way {
    return {
      plain: this.pools.calls(origin),
      stream: this.pools.streams(origin),
      headers: Object.entries(headers).flat(),
      isOwnServer: false,
    };
  }

  private fail(exchange: Exchange, error: unknown): void {
    if (error instanceof Hal0Error) return exchange.fail(error);
    this.logger.error(error);
    exchange.fail(new DispatchFailedError('Something went wrong in hal0. Its log has the details.', error));
  }
}

function noPlace({ name, state, admission }: Slot): Hal0Error {
  return isDispatchable(state)
    ? new SlotBusyError(name, admission.active, RETRY_AFTER_SECONDS)
    : new SlotLoadingError(name, state, RETRY_AFTER_SECONDS);
}

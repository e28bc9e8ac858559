import { RequestFinishedEvent, type Clock, type EventBus, type Hal0Error, type RequestRecord } from '@hal0/platform';
import type { Lease } from '@hal0/slots';
import type { InferenceRequest } from './inference-request.js';
import { Answer } from './relay/answer.js';
import type { ClientAnswer } from './relay/client-answer.js';
import { NO_USAGE, type Usage } from './relay/usage.js';
import type { Route } from './routing/resolve.js';
import { modelOf, nameOf, servedBy, type Target } from './routing/target.js';
import type { StreamHold } from './stream-hold.js';
import { TranslatedAnswer } from './translation/translated-answer.js';
import { WaitTime } from './wait-time.js';

/** One request from arrival to its last byte: what it holds, what it took and how it ended. */
export class Exchange {
  /** In the client's dialect, whatever is written into it is in OpenAI's. */
  readonly answer: ClientAnswer;
  /** For what is in the client's dialect already. */
  readonly plainAnswer: Answer;
  route: Route | null = null;
  target: Target | null = null;
  /** Where the chain goes on. */
  position = 0;
  lease: Lease | null = null;
  /** Keeps a stream's client company until its first event; null for plain requests. */
  hold: StreamHold | null = null;
  /** Called when the client has hung up before the end. */
  onAbandoned: () => void = () => undefined;
  private readonly startedAt: number;
  private readonly wait: WaitTime;
  private forwardedAt: number | null = null;
  private firstByteMs: number | null = null;
  private gatewayMs: number | null = null;
  private fallback: { from: string; reason: string } | null = null;
  /** The head went out before it was known who serves. */
  private begunUnserved = false;
  private over = false;
  private startedOver = false;

  constructor(
    readonly request: InferenceRequest,
    private readonly clock: Clock,
    private readonly events: EventBus,
  ) {
    const { response, dialect, translate } = request;
    this.startedAt = clock.now();
    this.wait = new WaitTime(clock);
    this.plainAnswer = new Answer(response, dialect, () => this.standingHeaders());
    this.answer = translate ? new TranslatedAnswer(this.plainAnswer, translate(), dialect) : this.plainAnswer;
    // Node tells `close` after a complete answer too.
    response.once('close', () => this.abandon());
  }

  get isOver(): boolean {
    return this.over;
  }

  /** Another target may still be asked. */
  get mayGoOn(): boolean {
    const chain = this.route?.chain;
    return !!chain && this.position < chain.to.length;
  }

  /** The request gets into the line of its target. */
  waiting(): void {
    this.wait.begin(this.target?.kind === 'slot' ? this.target.slot : null);
  }

  forwarding(): void {
    this.forwardedAt = this.clock.monotonic();
  }

  firstByte(): void {
    this.hold?.stop();
    this.firstByteMs ??= this.clock.monotonic() - (this.forwardedAt ?? this.request.arrivedAt);
    if (this.begunUnserved && this.target) this.answer.comment(`served by ${nameOf(this.target)}`);
  }

  /** Gives the lease back for a second and last attempt; false when this was that one. */
  startsOver(): boolean {
    if (this.startedOver) return false;
    this.startedOver = true;
    this.giveUpTurn();
    return true;
  }

  /** The next of the chain is asked instead of the present target. */
  goOn(target: Target, position: number, reason: string): void {
    this.giveUpTurn();
    this.fallback ??= { from: this.target ? nameOf(this.target) : '', reason };
    this.target = target;
    this.position = position;
    this.startedOver = false;
  }

  /** Tells the client why there is no answer, or no more of it, and ends the exchange. */
  fail(error: Hal0Error): void {
    if (this.over) return;
    this.answer.fail(error);
    this.finish('failed', NO_USAGE, error.code);
  }

  /** The answer has been written to its end; `error` is what the client was told. */
  finished(usage: Usage, error: Hal0Error | undefined): void {
    this.finish(error ? 'failed' : 'completed', usage, error?.code ?? null);
  }

  private giveUpTurn(): void {
    this.wait.startOver(this.lease);
    this.lease?.release();
    this.lease = null;
  }

  private abandon(): void {
    if (this.over) return;
    this.onAbandoned();
    this.finish('abandoned', NO_USAGE, null);
  }

  private finish(outcome: 'completed' | 'failed' | 'abandoned', usage: Usage, errorCode: string | null): void {
    if (this.over) return;
    this.over = true;
    this.hold?.stop();
    const { request, target, lease, firstByteMs, fallback } = this;
    const { queueMs, loadMs } = this.wait.soFar(lease);
    const record: RequestRecord = {
      id: request.id,
      startedAt: this.startedAt,
      path: request.native?.path ?? request.path,
      dialect: request.dialect.name,
      slot: target?.kind === 'slot' ? target.slot.name : null,
      model: (target && modelOf(target)) || request.model || null,
      servedBy: target && servedBy(target),
      fallbackFrom: fallback?.from ?? null,
      fallbackReason: fallback?.reason ?? null,
      key: request.grant?.keyName ?? null,
      stream: request.stream,
      status: this.answer.status,
      outcome,
      errorCode,
      queueMs,
      loadMs,
      firstByteMs,
      ttftMs: this.firstTokenMs(usage.generationMs),
      totalMs: this.clock.monotonic() - request.arrivedAt,
      gatewayMs: this.gatewayMs ?? this.ownMs(),
      promptTokens: usage.promptTokens,
      cachedTokens: usage.cachedTokens,
      completionTokens: usage.completionTokens,
      tokensPerSecond: usage.tokensPerSecond,
      promptTokensPerSecond: usage.promptTokensPerSecond,
    };
    lease?.release();
    request.body.dispose?.();
    if (target?.kind === 'slot') target.slot.finished(record);
    this.events.publish(new RequestFinishedEvent(record));
  }

  /** A stream begins with its first token. A plain answer comes when the last one is there, and tells how long they took. */
  private firstTokenMs(generationMs: number | null): number | null {
    const { firstByteMs, request } = this;
    if (firstByteMs === null || request.stream) return firstByteMs;
    if (generationMs !== null) return Math.max(0, firstByteMs - generationMs);
    return request.type === 'llm' ? null : firstByteMs;
  }

  private standingHeaders(): string[] {
    const { target, fallback } = this;
    const headers = ['x-request-id', this.request.id, 'server-timing', this.timing()];
    this.begunUnserved = this.firstByteMs === null && this.mayGoOn;
    if (!target || this.begunUnserved) return headers;
    if (target.kind === 'slot') headers.push('x-hal0-slot', target.slot.name);
    headers.push('x-hal0-served-by', servedBy(target));
    if (fallback) headers.push('x-hal0-fallback', `${encodeURI(fallback.from)}; ${fallback.reason}`);
    return headers;
  }

  /** Server-Timing (W3C): where the time until this point went, in milliseconds. */
  private timing(): string {
    const { queueMs, loadMs } = this.wait.soFar(this.lease);
    const first = this.firstByteMs ?? 0;
    this.gatewayMs = this.ownMs();
    return `queue;dur=${queueMs.toFixed(1)}, load;dur=${loadMs.toFixed(1)}, first;dur=${first.toFixed(1)}, gateway;dur=${this.gatewayMs.toFixed(2)}`;
  }

  private ownMs(): number {
    const total = this.clock.monotonic() - this.request.arrivedAt;
    const { queueMs, loadMs } = this.wait.soFar(this.lease);
    return Math.max(0, total - queueMs - loadMs - (this.firstByteMs ?? 0));
  }
}

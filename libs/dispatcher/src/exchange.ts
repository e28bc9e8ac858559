import { RequestFinishedEvent, type Clock, type EventBus, type Hal0Error, type RequestRecord } from '@hal0/platform';
import type { Lease } from '@hal0/slots';
import { Attempts } from './attempts.js';
import type { InferenceRequest } from './inference-request.js';
import { Answer } from './relay/answer.js';
import type { ClientAnswer } from './relay/client-answer.js';
import { NO_USAGE, type Usage } from './relay/usage.js';
import type { Chain } from './routing/chain.js';
import { modelOf, nameOf, servedBy, type Target } from './routing/target.js';
import type { StreamHold } from './stream-hold.js';
import { TranslatedAnswer } from './translation/translated-answer.js';
import type { Pace } from './upstreams/pace.js';
import { WaitTime } from './wait-time.js';

/** One request from arrival to its last byte: what it holds, what it took and how it ended. */
export class Exchange {
  /** In the client's dialect, whatever is written into it is in OpenAI's. */
  readonly answer: ClientAnswer;
  /** For what is in the client's dialect already. */
  readonly plainAnswer: Answer;
  /** Who serves instead; null when nobody does. */
  chain: Chain | null = null;
  target: Target | null = null;
  /** Where the chain goes on. */
  position = 0;
  lease: Lease | null = null;
  /** Keeps a stream's client company until its first event; null for plain requests. */
  hold: StreamHold | null = null;
  /** What a provider that refused the request says about when to come again; null when none did. */
  pace: Pace | null = null;
  /** What a provider that answers in the client's own words says in headers; null when none does. */
  providersHeaders: readonly string[] | null = null;
  private readonly startedAt: number;
  private readonly wait: WaitTime;
  private readonly attempts: Attempts;
  private firstByteMs: number | null = null;
  private gatewayMs: number | null = null;
  /** The head went out before it was known who serves. */
  private begunUnserved = false;
  private stop: (() => void) | null = null;
  private giveUp: ((error: Hal0Error) => void) | null = null;
  private over = false;
  private startedOver = false;

  constructor(
    readonly request: InferenceRequest,
    private readonly clock: Clock,
    private readonly events: EventBus,
  ) {
    const { response, translate, id } = request;
    const dialect = request.dialect.forRequest?.(id) ?? request.dialect;
    this.startedAt = clock.now();
    this.wait = new WaitTime(clock);
    this.attempts = new Attempts(clock);
    this.plainAnswer = new Answer(response, dialect, () => this.standingHeaders());
    this.answer = translate
      ? new TranslatedAnswer(this.plainAnswer, translate(this.startedAt), dialect, (error) => this.breakOff(error))
      : this.plainAnswer;
    // Node tells `close` after a complete answer too.
    response.once('close', () => this.abandon());
  }

  get isOver(): boolean {
    return this.over;
  }

  /** Another target may still be asked. */
  get mayGoOn(): boolean {
    return this.chain !== null && this.position < this.chain.to.length;
  }

  /** The present target has not been given up once before. */
  get mayStartOver(): boolean {
    return !this.startedOver;
  }

  /** @param stop called when the client hangs up before the end; another call replaces it */
  onAbandoned(stop: () => void): void {
    this.stop = stop;
  }

  /** @param giveUp called when the target's answer cannot be told in the client's dialect, after the client; another call replaces it */
  onUnreadable(giveUp: (error: Hal0Error) => void): void {
    this.giveUp = giveUp;
  }

  /** The request gets into the line of its target. */
  waiting(): void {
    this.wait.begin(this.target?.kind === 'slot' ? this.target.slot : null);
  }

  forwarding(): void {
    this.attempts.forwarding();
  }

  firstByte(): void {
    this.hold?.stop();
    this.firstByteMs ??= this.attempts.pendingMs;
    if (this.begunUnserved && this.target) this.answer.comment(`served by ${nameOf(this.target)}`);
  }

  /** The connection is no longer HTTP's: what is said on it from here on is its tunnel's. @param headers flat list */
  upgraded(headers: readonly string[]): void {
    const { response } = this.request;
    this.firstByte();
    response.writeHead(101, [...this.standingHeaders(), ...headers]);
    response.flushHeaders();
  }

  /** Gives the lease back for a second and last attempt. */
  startOver(): void {
    this.startedOver = true;
    this.attempts.takenBack();
    this.giveUpTurn();
  }

  /** Another request may have the place; this one has waited for nothing. */
  giveUpTurn(): void {
    this.wait.startOver(this.lease);
    this.lease?.release();
    this.lease = null;
  }

  /** The next of the chain is asked instead of the present target. */
  goOn(target: Target, position: number, reason: string): void {
    this.giveUpTurn();
    this.attempts.givenUp(this.target ? nameOf(this.target) : (this.request.model ?? ''), reason);
    this.pace = null;
    this.providersHeaders = null;
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

  private breakOff(error: Hal0Error): void {
    this.giveUp?.(error);
    this.finish('failed', NO_USAGE, error.code);
  }

  private abandon(): void {
    if (this.over) return;
    this.stop?.();
    this.finish('abandoned', NO_USAGE, null);
  }

  private finish(outcome: 'completed' | 'failed' | 'abandoned', usage: Usage, errorCode: string | null): void {
    if (this.over) return;
    this.over = true;
    this.hold?.stop();
    const { request, target, lease, firstByteMs, attempts } = this;
    const [first] = attempts.inVain;
    const { queueMs, loadMs } = this.wait.soFar(lease);
    const record: RequestRecord = {
      id: request.id,
      startedAt: this.startedAt,
      path: request.askedPath ?? request.native?.path ?? request.path,
      dialect: request.dialect.name,
      slot: target?.kind === 'slot' ? target.slot.name : null,
      model: (target && modelOf(target)) || request.model || null,
      servedBy: target && servedBy(target),
      fallbackFrom: first?.target ?? null,
      fallbackReason: first?.reason ?? null,
      attempts: attempts.inVain,
      key: request.grant?.keyName ?? null,
      stream: request.stream,
      status: this.answer.status,
      outcome,
      errorCode,
      queueMs,
      loadMs,
      triedMs: attempts.forwardedMs,
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
    const { target } = this;
    const [first] = this.attempts.inVain;
    const headers = ['x-request-id', this.request.id, 'server-timing', this.timing()];
    const { idHeader } = this.request.dialect;
    const told = this.pace?.headers ?? this.providersHeaders;
    if (idHeader && !told?.includes(idHeader)) headers.push(idHeader, this.request.id);
    if (told) headers.push(...told);
    this.begunUnserved = this.firstByteMs === null && this.mayGoOn;
    if (!target || this.begunUnserved) return headers;
    if (target.kind === 'slot') headers.push('x-hal0-slot', target.slot.name);
    headers.push('x-hal0-served-by', servedBy(target));
    if (first) headers.push('x-hal0-fallback', `${encodeURI(first.target)}; ${first.reason}`);
    return headers;
  }

  /** Server-Timing (W3C): where the time until this point went, in milliseconds. */
  private timing(): string {
    const { queueMs, loadMs } = this.wait.soFar(this.lease);
    const first = this.firstByteMs ?? 0;
    this.gatewayMs = this.ownMs();
    const { forwardedMs } = this.attempts;
    const tried = forwardedMs > 0 ? `tried;dur=${forwardedMs.toFixed(1)}, ` : '';
    return `${tried}queue;dur=${queueMs.toFixed(1)}, load;dur=${loadMs.toFixed(1)}, first;dur=${first.toFixed(1)}, gateway;dur=${this.gatewayMs.toFixed(2)}`;
  }

  private ownMs(): number {
    const total = this.clock.monotonic() - this.request.arrivedAt;
    const { queueMs, loadMs } = this.wait.soFar(this.lease);
    const { forwardedMs, pendingMs } = this.attempts;
    return Math.max(0, total - queueMs - loadMs - forwardedMs - (this.firstByteMs ?? pendingMs));
  }
}

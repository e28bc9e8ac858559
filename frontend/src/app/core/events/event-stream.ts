import { DOCUMENT, DestroyRef, Service, computed, inject, signal } from '@angular/core';
import { Subject, type Observable } from 'rxjs';
import { OPEN_EVENT_SOURCE, type EventSourceLike } from './event-source';
import type { StreamEvent, StreamEventType } from './stream-event';
import { whenHidden } from './when-hidden';

const URL = '/api/events/stream';
const RETRY_SECONDS = [1, 2, 4, 8, 15];

/** Why what was read earlier may be out of date. */
export type ResyncReason = 'gap' | 'restart' | 'reconnect';

export interface Connection {
  phase: 'connecting' | 'live' | 'lost';
  /** Epoch milliseconds of the last sign of life; null before the first. */
  heardAt: number | null;
  /** Epoch milliseconds of the next attempt, while lost. */
  retryAt: number | null;
}

/**
 * The one event stream of the dashboard, everything multiplexed over it. Reconnecting is done here rather than left to
 * EventSource, which gives up on an HTTP error and never says when it will try again.
 */
@Service()
export class EventStream {
  private readonly openSource = inject(OPEN_EVENT_SOURCE);
  private readonly window = inject(DOCUMENT).defaultView;
  private readonly subjects = new Map<StreamEventType, Subject<StreamEvent>>();
  private readonly resyncs = new Subject<ResyncReason>();
  private readonly state = signal<Connection>({ phase: 'connecting', heardAt: null, retryAt: null });
  private source: EventSourceLike | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private wasLive = false;
  /** Closed because nobody looks; to be opened again when somebody does. */
  private resting = false;
  private epoch: string | undefined;

  readonly connection = this.state.asReadonly();
  /** The API is away: what is known of it is old, and nothing can be ordered of it. */
  readonly lost = computed(() => this.state().phase === 'lost');
  /** Tells whoever holds a copy of the API's state to read it again. */
  readonly resync: Observable<ResyncReason> = this.resyncs.asObservable();

  constructor() {
    const wake = () => {
      if (this.state().phase === 'lost') this.reconnect();
    };
    this.window?.addEventListener('online', wake);
    this.window?.addEventListener('focus', wake);
    whenHidden({ rest: () => this.rest(), wake: () => this.wakeUp() });
    inject(DestroyRef).onDestroy(() => {
      this.window?.removeEventListener('online', wake);
      this.window?.removeEventListener('focus', wake);
      this.close();
    });
  }

  /** Events of one type, for as long as subscribed. The connection itself is opened by `connect`. */
  on<T extends StreamEventType>(type: T): Observable<StreamEvent<T>> {
    let subject = this.subjects.get(type);
    if (!subject) {
      subject = new Subject();
      this.subjects.set(type, subject);
      if (this.source) this.listen(this.source, type);
    }
    return subject.asObservable() as Observable<StreamEvent<T>>;
  }

  connect(): void {
    if (!this.source) this.open();
  }

  /** Hears nothing any more, and does not try to. */
  disconnect(): void {
    this.resting = false;
    this.close();
    this.state.set({ phase: 'connecting', heardAt: null, retryAt: null });
  }

  /** Tries again at once. */
  reconnect(): void {
    this.close();
    this.open();
  }

  /** Another request has found the API silent: do not trust a connection that merely looks open. */
  suspect(): void {
    if (this.state().phase === 'live') this.lose();
  }

  private rest(): void {
    this.resting = this.source !== undefined || this.state().phase === 'lost';
    this.close();
  }

  private wakeUp(): void {
    if (!this.resting) return;
    this.resting = false;
    this.state.update(({ heardAt }) => ({ phase: 'connecting', heardAt, retryAt: null }));
    this.reconnect();
  }

  private open(): void {
    const source = this.openSource(URL);
    this.source = source;
    source.onopen = () => this.opened();
    source.onerror = () => this.lose();
    this.listen(source, 'events.gap');
    for (const type of this.subjects.keys()) if (type !== 'events.gap') this.listen(source, type);
  }

  private listen(source: EventSourceLike, type: StreamEventType): void {
    source.addEventListener(type, (message) => this.receive(JSON.parse(message.data) as StreamEvent));
  }

  private opened(): void {
    this.failures = 0;
    this.state.set({ phase: 'live', heardAt: Date.now(), retryAt: null });
    if (this.wasLive) this.resyncs.next('reconnect');
    this.wasLive = true;
  }

  private receive(event: StreamEvent): void {
    this.state.update((state) => ({ ...state, heardAt: Date.now() }));
    const epoch = event.id.slice(0, event.id.lastIndexOf('-'));
    const restarted = this.epoch !== undefined && this.epoch !== epoch;
    this.epoch = epoch;
    // A gap after a restart is one reason to read everything again, not two.
    if (restarted) this.resyncs.next('restart');
    else if (event.type === 'events.gap') this.resyncs.next('gap');
    this.subjects.get(event.type)?.next(event);
  }

  private lose(): void {
    this.close();
    const seconds = RETRY_SECONDS[Math.min(this.failures++, RETRY_SECONDS.length - 1)] ?? 1;
    this.state.update(({ heardAt }) => ({ phase: 'lost', heardAt, retryAt: Date.now() + seconds * 1000 }));
    this.timer = setTimeout(() => this.open(), seconds * 1000);
  }

  private close(): void {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = undefined;
  }
}

import type { Clock } from '@hal0/platform';
import type { Lease } from './lease.js';

interface Waiter {
  since: number;
  /** Set once the model is there; before that the wait counts as loading. */
  loadedAt: number | null;
  grant: (lease: Lease) => void;
  refuse: (reason: Error) => void;
}

/** Tells the slot what its requests are doing. */
export interface AdmissionListener {
  /** Whether the model is loaded, so that places may be given. */
  isOpen(): boolean;
  /** The number of active or queued requests has changed. */
  changed(): void;
}

/**
 * The places of one slot: `parallel` requests at once, the rest in line, first come first served. All of it is
 * synchronous, so that no two requests ever see the same free place.
 */
export class Admission {
  private readonly waiters: Waiter[] = [];
  private taken = 0;

  constructor(
    private places: number,
    private readonly clock: Clock,
    private readonly listener: AdmissionListener,
  ) {}

  get active(): number {
    return this.taken;
  }

  get queued(): number {
    return this.waiters.length;
  }

  setPlaces(places: number): void {
    this.places = places;
    this.grantTurns();
  }

  /** A place at once, or undefined when there is none or others are before in line. */
  tryEnter(): Lease | undefined {
    if (this.waiters.length || this.taken >= this.places || !this.listener.isOpen()) return undefined;
    return this.enter(0, 0);
  }

  /** A place when it is this request's turn. Rejects with the signal's reason, or with that of {@link refuseAll}. */
  wait(signal: AbortSignal): Promise<Lease> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason as Error);
      const now = this.clock.monotonic();
      const leave = () => {
        this.waiters.splice(this.waiters.indexOf(waiter), 1);
        this.listener.changed();
        reject(signal.reason as Error);
      };
      const waiter: Waiter = {
        since: now,
        loadedAt: this.listener.isOpen() ? now : null,
        grant: (lease) => {
          signal.removeEventListener('abort', leave);
          resolve(lease);
        },
        refuse: (reason) => {
          signal.removeEventListener('abort', leave);
          reject(reason);
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      this.waiters.push(waiter);
      this.listener.changed();
    });
  }

  /** Gives free places to those in line; to be called when the model has become ready. */
  grantTurns(): void {
    if (!this.listener.isOpen()) return;
    const now = this.clock.monotonic();
    for (const waiter of this.waiters) waiter.loadedAt ??= now;
    while (this.waiters.length && this.taken < this.places) {
      const waiter = this.waiters.shift() as Waiter;
      const loadedAt = waiter.loadedAt as number;
      waiter.grant(this.enter(now - loadedAt, loadedAt - waiter.since));
    }
  }

  /** Everybody in line gets the reason why there will be no turn. */
  refuseAll(reason: Error): void {
    for (const waiter of this.waiters.splice(0)) waiter.refuse(reason);
    this.listener.changed();
  }

  private enter(queueMs: number, loadMs: number): Lease {
    this.taken += 1;
    this.listener.changed();
    let held = true;
    return {
      queueMs,
      loadMs,
      release: () => {
        if (!held) return;
        held = false;
        this.taken -= 1;
        this.listener.changed();
        if (this.waiters.length) this.grantTurns();
      },
    };
  }
}

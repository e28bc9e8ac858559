import { Clock, EventBus, eventText, JournalEvent, type JournalLevel } from '@hal0/platform';
import { Injectable } from '@nestjs/common';
import type { PullJob } from './pull-job.js';
import { PullEvent, type PullEventType } from './pull.event.js';
import { isActive, type Pull } from './pull.js';

/** At most four times a second. */
const PROGRESS_MS = 250;
const KEEP_ALIVE_MS = 5_000;
/** A line that clients ignore: it keeps proxies from closing a quiet connection. */
const KEEP_ALIVE = ': still here\n\n';
/** Of the journal. */
const STEP_PERCENT = 10;

/** Tells how pulls are getting on: on the bus, in the journal, and to those who follow one. */
@Injectable()
export class PullFeed {
  /** Those who wait for news of a pull. */
  private readonly followers = new Map<string, Set<() => void>>();
  /** Counts what was told of a pull. */
  private readonly told = new Map<string, number>();
  private readonly steps = new Map<string, number>();
  private readonly due = new Map<string, () => void>();
  private ended = false;

  constructor(
    private readonly events: EventBus,
    private readonly clock: Clock,
  ) {}

  /** Something has arrived; told a little later, with what else arrives until then. */
  progress(job: PullJob): void {
    if (this.due.has(job.id)) return;
    this.due.set(
      job.id,
      this.clock.schedule(() => {
        this.due.delete(job.id);
        this.tell(job, 'pull.progress');
      }, PROGRESS_MS),
    );
  }

  /** At once. */
  tell(job: PullJob, type: PullEventType): void {
    this.due.get(job.id)?.();
    this.due.delete(job.id);
    const pull = job.snapshot();
    this.events.publish(new PullEvent(type, pull));
    this.write(pull, type);
    this.told.set(job.id, (this.told.get(job.id) ?? 0) + 1);
    if (!isActive(pull.state)) this.steps.delete(job.id);
    this.wake(job.id);
  }

  /** Server-sent events: how the pull is, each change, and how it ended. Slow clients get the latest instead of all. */
  async *follow(job: PullJob): AsyncGenerator<string, void, undefined> {
    let seen = this.told.get(job.id) ?? 0;
    yield sse('pull.snapshot', job.snapshot());
    while (isActive(job.state)) {
      await this.news(job.id, seen);
      if (this.ended) return;
      const now = this.told.get(job.id) ?? 0;
      if (now === seen) yield KEEP_ALIVE;
      else if (isActive(job.state)) yield sse('pull.progress', job.snapshot());
      seen = now;
    }
    yield sse(`pull.${job.state}`, job.snapshot());
  }

  /** Ends all streams: open ones would keep the server from closing. */
  end(): void {
    this.ended = true;
    for (const cancel of this.due.values()) cancel();
    this.due.clear();
    for (const id of this.followers.keys()) this.wake(id);
  }

  /** The pull is gone. */
  forget(id: string): void {
    this.told.delete(id);
    this.wake(id);
  }

  private news(id: string, seen: number): Promise<void> {
    if (this.ended || (this.told.get(id) ?? 0) !== seen) return Promise.resolve();
    const waiting = this.followers.get(id) ?? new Set();
    this.followers.set(id, waiting);
    return new Promise((resolve) => {
      const wake = () => {
        cancel();
        waiting.delete(wake);
        resolve();
      };
      const cancel = this.clock.schedule(wake, KEEP_ALIVE_MS);
      waiting.add(wake);
    });
  }

  private wake(id: string): void {
    for (const wake of this.followers.get(id) ?? []) wake();
    if (!this.followers.get(id)?.size) this.followers.delete(id);
  }

  private write(pull: Pull, type: PullEventType): void {
    const message = this.words(pull, type);
    if (message === undefined) return;
    const level: JournalLevel = type === 'pull.failed' ? 'error' : type === 'pull.cancelled' ? 'warn' : 'info';
    const at = this.clock.now();
    this.events.publish(new JournalEvent({ at, level, source: 'hal0', slot: null, context: 'pulls', message }));
  }

  /** Undefined for what is not worth a line. */
  private words(pull: Pull, type: PullEventType): string | undefined {
    const about = `pull of ${pull.modelId}`;
    if (type === 'pull.progress') return this.step(pull, about);
    if (type === 'pull.queued') return `${about} from ${pull.source}: ${inMib(pull.bytesTotal)} queued`;
    return `${about} ${pull.state}${pull.error ? `, ${pull.error.code}: ${pull.error.message}` : ''}`;
  }

  private step({ id, bytesDone, bytesTotal, bytesPerSecond }: Pull, about: string): string | undefined {
    const percent = bytesTotal === 0 ? 100 : Math.floor((bytesDone / bytesTotal) * 100);
    const step = percent - (percent % STEP_PERCENT);
    if (step <= (this.steps.get(id) ?? 0)) return undefined;
    this.steps.set(id, step);
    const speed = bytesPerSecond > 0 ? `, ${inMib(bytesPerSecond)}/s` : '';
    return `${about}: ${step} %, ${inMib(bytesDone)} of ${inMib(bytesTotal)}${speed}`;
  }
}

const sse = (event: string, pull: Pull): string => eventText({ event, data: JSON.stringify(pull) });
const inMib = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(1)} MiB`;

import { Clock, EventBus, Hal0Error, type AuditActor } from '@hal0/platform';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { audited } from '../audited.js';
import { mayRenew } from '../description/renewed.js';
import { ModelExistsError } from '../registry.errors.js';
import { RegistryService } from '../registry.service.js';
import { PullFeed } from './pull-feed.js';
import { PullJob, type PullRecord } from './pull-job.js';
import { PullRunner } from './pull-runner.service.js';
import { PullTable } from './pull-table.js';
import { PULL_EVENT_OF } from './pull.event.js';
import { PullActiveError, PullNotFoundError, PullStateError } from './pull.errors.js';
import { isActive, type Pull, type PullFailure, type PullPlan, type PullState } from './pull.js';
import { PullPlanner } from './source/pull-planner.service.js';
import type { PullRequest } from './source/pull-request.js';

/** Pulls that fetch at once; they share the connections, so that more would only be slower each. */
const MAX_RUNNING = 2;

/** A pull, and whether it was there already. */
export interface StartedPull {
  pull: Pull;
  resumed: boolean;
}

/** Why a running pull was stopped. */
class Stopped extends Error {
  constructor(readonly by: 'paused' | 'cancelled' | 'shutdown') {
    super(`The pull was stopped: ${by}.`);
  }
}

interface RunningPull {
  stop: AbortController;
  /** Resolves when it has stopped, however. */
  done: Promise<void>;
}

/** Fetches models. What was begun goes on after a restart. */
@Injectable()
export class PullsService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(PullsService.name);
  private readonly jobs = new Map<string, PullJob>();
  private readonly running = new Map<string, RunningPull>();
  /** Pulls that are being planned, by what was asked for, so that asking twice gets one. */
  private readonly starting = new Map<string, Promise<StartedPull>>();
  private closed = false;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly table: PullTable,
    private readonly planner: PullPlanner,
    private readonly runner: PullRunner,
    private readonly registry: RegistryService,
    private readonly feed: PullFeed,
    private readonly events: EventBus,
    private readonly clock: Clock,
  ) {}

  /** Takes up what an earlier process has left. */
  async onApplicationBootstrap(): Promise<void> {
    for (const job of await this.table.readAll()) {
      this.jobs.set(job.id, job);
      if (job.state === 'running' || job.state === 'verifying') job.record.state = 'queued';
      if (canGoOn(job.state)) await this.runner.measure(job);
      // Killed before it could clear up.
      else await this.runner.discard(job);
    }
    this.launchNext();
  }

  /** What has arrived is kept. */
  async onModuleDestroy(): Promise<void> {
    this.closed = true;
    this.feed.end();
    await Promise.all([...this.running.keys()].map((id) => this.halt(id, 'shutdown')));
  }

  /** Newest first. */
  list(): readonly Pull[] {
    return this.all()
      .map((job) => job.snapshot())
      .reverse();
  }

  /** @throws PullNotFoundError */
  get(id: string): Pull {
    return this.job(id).snapshot();
  }

  /** Server-sent events until the pull has ended. @throws PullNotFoundError */
  follow(id: string): AsyncIterable<string> {
    return this.feed.follow(this.job(id));
  }

  /**
   * Queues a pull. One of the same model that has not ended comes back instead, and one that was paused or has failed goes on.
   * @throws PullSourceInvalidError, PullUnsafeFormatError, PullNotAModelError, ModelIdInvalidError, ModelExistsError,
   * PullActiveError when something else is being pulled under that id, InsufficientDiskError, and the errors of the hub
   */
  start(request: PullRequest, actor: AuditActor = 'operator'): Promise<StartedPull> {
    const key = JSON.stringify([request.source, request.id, request.revision, request.type]);
    const under = this.starting.get(key);
    if (under) return under.then(({ pull }) => ({ pull: this.get(pull.id), resumed: true }));
    const details = { source: request.source.replace(/[?#].*$/, '') };
    const starting = audited(
      this.events,
      { action: 'pull.start', target: request.id ?? details.source, actor, details },
      async () => {
        const plan = await this.planner.plan(request);
        return this.inTurn(() => this.queue(plan));
      },
    ).finally(() => this.starting.delete(key));
    this.starting.set(key, starting);
    return starting;
  }

  /** Stops for as long as nobody resumes it. @throws PullNotFoundError, PullStateError */
  pause(id: string, actor: AuditActor = 'operator'): Promise<Pull> {
    return this.act('pull.pause', id, actor, async (job) => {
      if (job.state === 'paused') return;
      if (!isActive(job.state)) throw new PullStateError(id, job.record.modelId, job.state, 'paused');
      await this.halt(id, 'paused');
      if (job.state === 'queued') await this.settle(job, 'paused');
    });
  }

  /** Goes on with one that was paused, has failed or was queued. @throws PullNotFoundError, PullStateError */
  resume(id: string, actor: AuditActor = 'operator'): Promise<Pull> {
    return this.act('pull.resume', id, actor, async (job) => {
      if (job.state === 'completed' || job.state === 'cancelled') {
        throw new PullStateError(id, job.record.modelId, job.state, 'resumed');
      }
      await this.requeue(job);
    });
  }

  /** Ends it, also one that has failed and could go on, and throws away what has arrived. Any other stays as it is. @throws PullNotFoundError */
  cancel(id: string, actor: AuditActor = 'operator'): Promise<Pull> {
    return this.act('pull.cancel', id, actor, async (job) => {
      await this.halt(id, 'cancelled');
      if (canGoOn(job.state)) await this.settle(job, 'cancelled');
      if (job.state === 'cancelled') await this.runner.discard(job);
    });
  }

  /** Forgets one that has ended, with what has arrived of it. @throws PullNotFoundError, PullActiveError */
  async remove(id: string): Promise<void> {
    const job = this.job(id);
    if (isActive(job.state)) throw new PullActiveError(id, job.record.modelId);
    await this.forget([job]);
  }

  /** Forgets those that ended before a time, and throws away what is left of pulls that nobody knows. */
  async removeEndedBefore(epochMs: number): Promise<void> {
    const isOld = ({ record }: PullJob) => record.finishedAt !== null && Date.parse(record.finishedAt) < epochMs;
    await this.forget(this.all().filter((job) => !isActive(job.state) && isOld(job)));
    await this.runner.discardOthers(new Set(this.jobs.keys()), this.clock.now());
  }

  /** One after the other, as two sources may mean the same model. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work);
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  private async queue(plan: PullPlan): Promise<StartedPull> {
    const same = this.all().find(({ record, state }) => record.modelId === plan.modelId && canGoOn(state));
    if (same && isActive(same.state) && !same.isForSame(plan)) throw new PullActiveError(same.id, plan.modelId);
    if (same && (isActive(same.state) || same.isOf(plan))) {
      if (same.state === 'failed') same.adopt(plan);
      await this.requeue(same);
      return { pull: same.snapshot(), resumed: true };
    }
    if (same) await this.forget([same]);
    const registered = this.registry.find(plan.modelId);
    if (registered && !mayRenew(registered, plan.origin)) throw new ModelExistsError(plan.modelId);
    const job = PullJob.planned(randomBytes(8).toString('hex'), plan, this.now(), this.clock);
    await this.runner.measure(job);
    await this.runner.requireRoom(
      job,
      this.all().filter(({ state }) => isActive(state)),
    );
    await this.table.insert(job);
    this.jobs.set(job.id, job);
    this.feed.tell(job, 'pull.queued');
    this.launchNext();
    return { pull: job.snapshot(), resumed: false };
  }

  private async requeue(job: PullJob): Promise<void> {
    if (job.state !== 'paused' && job.state !== 'failed') return;
    const others = this.all().filter((each) => each !== job && isActive(each.state));
    await this.runner.requireRoom(job, others);
    await this.settle(job, 'queued');
    this.launchNext();
  }

  private launchNext(): void {
    while (!this.closed && this.running.size < MAX_RUNNING) {
      const next = this.all().find(({ id, state }) => state === 'queued' && !this.running.has(id));
      if (!next) return;
      const stop = new AbortController();
      const done = this.run(next, stop.signal).finally(() => {
        this.running.delete(next.id);
        this.launchNext();
      });
      this.running.set(next.id, { stop, done });
    }
  }

  private async run(job: PullJob, signal: AbortSignal): Promise<void> {
    const { record } = job;
    record.startedAt ??= this.now();
    record.state = 'running';
    job.speed.reset();
    try {
      await this.table.save(job.record);
      this.feed.tell(job, 'pull.progress');
      await this.runner.run(job, () => ended(record, 'completed', this.now()), signal);
      Object.assign(record, ended(record, 'completed', this.now()));
      this.feed.tell(job, 'pull.completed');
    } catch (error) {
      await this.stopped(job, error, signal).catch((reason: unknown) => this.logger.error(reason));
    }
  }

  private async stopped(job: PullJob, error: unknown, signal: AbortSignal): Promise<void> {
    const { reason } = signal as { reason: unknown };
    if (!(reason instanceof Stopped)) {
      await this.runner.keepUseful(job, error);
      return this.settle(job, 'failed', this.failureOf(error));
    }
    // The next process finds it as it was, and goes on.
    if (reason.by !== 'shutdown') await this.settle(job, reason.by);
  }

  private failureOf(error: unknown): PullFailure {
    if (error instanceof Hal0Error) return { code: error.code, message: error.message };
    this.logger.error(error);
    return { code: 'system.internal', message: 'Something went wrong in hal0. Its log has the details.' };
  }

  private async settle(job: PullJob, state: PullState, error: PullFailure | null = null): Promise<void> {
    Object.assign(job.record, ended(job.record, state, this.now()), { error });
    await this.table.save(job.record);
    this.feed.tell(job, PULL_EVENT_OF[state]);
  }

  /** Resolves when the job does nothing any more. */
  private async halt(id: string, by: Stopped['by']): Promise<void> {
    const running = this.running.get(id);
    running?.stop.abort(new Stopped(by));
    await running?.done;
  }

  private async forget(jobs: readonly PullJob[]): Promise<void> {
    if (jobs.length === 0) return;
    for (const job of jobs) {
      this.jobs.delete(job.id);
      this.feed.forget(job.id);
      await this.runner.discard(job);
    }
    await this.table.delete(jobs.map(({ id }) => id));
  }

  private act(action: string, id: string, actor: AuditActor, work: (job: PullJob) => Promise<void>): Promise<Pull> {
    const job = this.job(id);
    return audited(this.events, { action, target: job.record.modelId, actor }, async () => {
      await work(job);
      return job.snapshot();
    });
  }

  private job(id: string): PullJob {
    const job = this.jobs.get(id);
    if (!job) throw new PullNotFoundError(id);
    return job;
  }

  /** Oldest first. */
  private all(): PullJob[] {
    return [...this.jobs.values()];
  }

  private now(): string {
    return new Date(this.clock.now()).toISOString();
  }
}

const canGoOn = (state: PullState): boolean => isActive(state) || state === 'failed';

const ended = (record: PullRecord, state: PullState, now: string): PullRecord => ({
  ...record,
  state,
  error: null,
  finishedAt: isActive(state) ? null : now,
});

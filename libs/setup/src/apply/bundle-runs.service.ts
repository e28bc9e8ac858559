import { AuditEvent, Clock, EventBus, type AuditActor } from '@hal0/platform';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { BundleNoRunError, BundleRunActiveError } from '../bundle.errors.js';
import { BundleChoice } from '../choice/bundle-choice.service.js';
import type { BundleRunDto } from '../http/bundle-run.dto.js';
import type { Bundle } from '../manifest/read-manifest.js';
import { BundleModels } from './bundle-models.service.js';
import { BundleRunEvent } from './bundle-run.event.js';
import { BundleRunFile } from './bundle-run-file.js';
import { isOver, type BundleRun, type RunState } from './bundle-run.js';
import { BundleSlots } from './bundle-slots.service.js';
import { toRunDto } from './to-run-dto.js';

const STEP_MS = 1_000;
/** Longer than a step takes that asks nobody. */
const FAREWELL_MS = 2_000;

/** Applies one bundle at a time, goes on with it after a restart, and tells how it went. */
@Injectable()
export class BundleRuns implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Bundles');
  private run: BundleRun | null = null;
  private stop = new AbortController();
  private work: Promise<void> = Promise.resolve();

  constructor(
    private readonly models: BundleModels,
    private readonly slots: BundleSlots,
    private readonly file: BundleRunFile,
    private readonly choice: BundleChoice,
    private readonly clock: Clock,
    private readonly events: EventBus,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.run = await this.file.read();
    if (this.run?.state === 'running') this.goOn(this.run);
  }

  /** What is under way goes on at the next start. A hub that takes its time to answer does not hold up the end. */
  async onModuleDestroy(): Promise<void> {
    this.stop.abort();
    await Promise.race([this.work, this.clock.sleep(FAREWELL_MS)]);
  }

  /** The last run, whether it is over or not; null before the first. */
  latest(): BundleRunDto | null {
    return this.run && toRunDto(this.run);
  }

  /** Bytes of a model that the last run brought here and that its next try goes on from. */
  arrivedOf(model: string): number {
    const tried = this.run?.models.find(({ id, state }) => id === model && state !== 'cancelled');
    return tried?.bytesDone ?? 0;
  }

  /**
   * Whether this very application is under way already.
   * @throws BundleRunActiveError when another one is
   */
  isUnderWay(bundle: string, npuOptIn: boolean): boolean {
    if (this.run?.state !== 'running') return false;
    if (this.run.manifest.id === bundle && this.run.npuOptIn === npuOptIn) return true;
    throw new BundleRunActiveError(this.run.manifest.name);
  }

  /** Begins. What needs no download has been done when this resolves; the rest follows. */
  async begin({ manifest, folder }: Bundle, npuOptIn: boolean, actor: AuditActor): Promise<BundleRunDto> {
    const run: BundleRun = {
      ...{ id: randomBytes(8).toString('hex'), manifest, folder, npuOptIn, actor },
      ...{ state: 'running', startedAt: this.isoNow(), finishedAt: null, changed: false },
      models: manifest.models.map((model) => ({
        ...{ id: model.id, state: 'waiting', pull: null, bytesDone: 0, bytesTotal: this.models.sizeOf(model) },
        ...{ bytesPerSecond: 0, error: null },
      })),
      slots: manifest.slots.map(({ slot, model }) => ({ slot, model, state: 'waiting', error: null })),
    };
    await this.file.write(run);
    await this.choice.note(run);
    this.run = run;
    await this.models.bringLocal(run);
    await this.slots.prepare(run);
    await this.slots.advance(run);
    if (isDone(run)) await this.end(run);
    else this.goOn(run);
    return toRunDto(run);
  }

  /**
   * Ends a run and its downloads; slots that have been set stay so. One that is over is left alone.
   * @throws BundleNoRunError
   */
  async cancel(): Promise<BundleRunDto> {
    const { run } = this;
    if (!run) throw new BundleNoRunError();
    this.stop.abort();
    await this.work;
    if (run.state !== 'running') return toRunDto(run);
    await this.models.cancelPulls(run);
    for (const slot of run.slots) if (!isOver(slot)) slot.state = 'cancelled';
    await this.end(run, 'cancelled');
    return toRunDto(run);
  }

  private goOn(run: BundleRun): void {
    this.stop = new AbortController();
    this.work = this.workOn(run, this.stop.signal);
  }

  private async workOn(run: BundleRun, signal: AbortSignal): Promise<void> {
    let [told, kept] = ['', ''];
    while (!signal.aborted) {
      await this.step(run);
      if (isDone(run)) return this.end(run);
      const seen = toRunDto(run);
      const states = JSON.stringify([...run.models.map(({ state, pull }) => [state, pull]), ...run.slots]);
      if (states !== kept) await this.keep(run);
      if (JSON.stringify(seen) !== told) this.events.publish(new BundleRunEvent(seen));
      [told, kept] = [JSON.stringify(seen), states];
      await this.clock.sleep(STEP_MS, signal).catch(() => undefined);
    }
  }

  private async step(run: BundleRun): Promise<void> {
    this.models.followPulls(run);
    await this.models.bringLocal(run);
    await this.models.beginPulls(run);
    await this.slots.prepare(run);
    await this.slots.advance(run);
  }

  private async end(run: BundleRun, as?: RunState): Promise<void> {
    const isWhole = [...run.models, ...run.slots].every(({ state }) => state === 'ready' || state === 'done');
    Object.assign(run, { state: as ?? (isWhole ? 'completed' : 'incomplete'), finishedAt: this.isoNow() });
    await this.keep(run);
    this.events.publish(new BundleRunEvent(toRunDto(run)));
    if (run.changed || !isWhole) this.audit(run, isWhole);
    this.tell(run, isWhole);
  }

  private tell(run: BundleRun, isWhole: boolean): void {
    const { name } = run.manifest;
    if (isWhole) this.logger.log(`${name} is applied`);
    else if (run.state === 'cancelled') this.logger.log(`The application of ${name} was cancelled`);
    else this.logger.warn(`${name} is incomplete. ${missing(run).join(' ')}`);
  }

  /** A disk that is full of what was downloaded is no reason to stop. */
  private async keep(run: BundleRun): Promise<void> {
    try {
      await this.file.write(run);
      await this.choice.note(run);
    } catch (error) {
      this.logger.warn(`How far ${run.manifest.name} got could not be kept: ${(error as Error).message}`);
    }
  }

  private audit(run: BundleRun, isWhole: boolean): void {
    const record = { action: 'bundle.apply', target: run.manifest.id, actor: run.actor } as const;
    const details = isWhole ? {} : { details: { state: run.state, missing: missing(run) } };
    this.events.publish(new AuditEvent({ ...record, outcome: isWhole ? 'ok' : 'failed', ...details }));
  }

  private isoNow(): string {
    return new Date(this.clock.now()).toISOString();
  }
}

const isDone = ({ models, slots }: BundleRun): boolean => [...models, ...slots].every(isOver);

/** What did not come about, in words. */
const missing = ({ models, slots }: BundleRun): string[] =>
  [...models, ...slots].flatMap(({ error }) => (error ? [error.message] : []));

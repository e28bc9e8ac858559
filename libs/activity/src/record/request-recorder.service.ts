import { Hal0Settings } from '@hal0/config';
import { EventBus, RequestFinishedEvent, WriteQueue, type RequestRecord } from '@hal0/platform';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { Interval } from '@nestjs/schedule';
import { RequestsFinishedEvent } from '../requests-finished.event.js';
import { insertRequests } from './request-table.js';

const FLUSH_INTERVAL_MS = 1_000;
/** Rows written per flush. What exceeds it is counted and not kept: the record must never slow the requests down. */
const MAX_ROWS_PER_FLUSH = 500;
/** Requests told about in one event. */
const MAX_TOLD = 50;

/** Gives each finished request a row, in batches, off the way of the requests themselves. */
@Injectable()
export class RequestRecorder implements OnApplicationShutdown {
  private readonly logger = new Logger(RequestRecorder.name);
  private kept: RequestRecord[] = [];
  private finished = 0;
  private flushing: Promise<void> | undefined;
  private unrecordedSoFar = 0;
  private writeFails = false;

  constructor(
    private readonly writes: WriteQueue,
    private readonly events: EventBus,
    private readonly settings: Hal0Settings,
  ) {}

  /** Requests without a row since the API started. */
  get unrecorded(): number {
    return this.unrecordedSoFar;
  }

  /** Called for every request, at times 20,000 a second: it must do next to nothing. */
  @OnEvent(RequestFinishedEvent.type)
  record({ record }: RequestFinishedEvent): void {
    this.finished += 1;
    if (this.kept.length < MAX_ROWS_PER_FLUSH) this.kept.push(record);
  }

  /** Stores what has gathered, unless the previous batch is still being stored. */
  @Interval(FLUSH_INTERVAL_MS)
  flush(): Promise<void> {
    this.flushing ??= this.store().finally(() => (this.flushing = undefined));
    return this.flushing;
  }

  /** Requests that were cut off by the end of the server are told about just before; they count too. */
  async onApplicationShutdown(): Promise<void> {
    await this.flushing;
    await this.flush();
  }

  private async store(): Promise<void> {
    if (!this.finished) return;
    const { kept, finished } = this;
    this.kept = [];
    this.finished = 0;
    const written = (await this.write(kept)) ? kept : [];
    const unrecorded = finished - written.length;
    this.unrecordedSoFar += unrecorded;
    this.events.publish(new RequestsFinishedEvent(finished, unrecorded, written.slice(-MAX_TOLD).reverse()));
  }

  private async write(records: readonly RequestRecord[]): Promise<boolean> {
    if (!this.settings.activity.enabled) return true;
    try {
      await this.writes.run((manager) => insertRequests(manager, records));
      this.writeFails = false;
      return true;
    } catch (error) {
      // Once per trouble, not once per second.
      if (!this.writeFails) this.logger.warn(`Requests are not being recorded: ${(error as Error).message}`);
      this.writeFails = true;
      return false;
    }
  }
}

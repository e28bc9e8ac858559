import { Hal0Settings } from '@hal0/config';
import { AuditEvent, Clock, redactJson, WriteQueue } from '@hal0/platform';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { AuditEntry } from '../entities/audit-entry.entity.js';

/** Gives each change, made or failed, a row. */
@Injectable()
export class AuditRecorder implements OnApplicationShutdown {
  private readonly logger = new Logger(AuditRecorder.name);

  constructor(
    private readonly writes: WriteQueue,
    private readonly clock: Clock,
    private readonly settings: Hal0Settings,
  ) {}

  @OnEvent(AuditEvent.type)
  async record({ record }: AuditEvent): Promise<void> {
    if (!this.settings.activity.enabled) return;
    const { action, target, actor, outcome, details } = record;
    const ts = new Date(this.clock.now()).toISOString();
    const entry = { ts, action, target, actor, outcome, details: details ? redactJson(details) : null };
    try {
      await this.writes.run((manager) => manager.insert(AuditEntry, entry));
    } catch (error) {
      // The change itself has been made; that it is not on record belongs at least in the log.
      this.logger.error(`Not recorded: ${action} ${target} by ${actor}, ${outcome}. ${(error as Error).message}`);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.writes.drained();
  }
}

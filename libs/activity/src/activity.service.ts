import type { AuditRecord, RequestRecord } from '@hal0/platform';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, LessThan, Like } from 'typeorm';
import { ACTIVITY_DATABASE } from './activity.database.js';
import { AuditEntry } from './entities/audit-entry.entity.js';
import { RequestEntry } from './entities/request-entry.entity.js';

export interface PageQuery {
  /** Rows at most. */
  limit: number;
  /** Only rows with a smaller number than this. */
  before?: number;
}

/** What rows have to be like; absent fields do not matter. */
export interface RequestsQuery extends PageQuery {
  slot?: string;
  outcome?: RequestRecord['outcome'];
  key?: string;
  servedBy?: string;
  /** Text in one of {@link SEARCHED}. */
  q?: string;
}

const SEARCHED = ['id', 'path', 'model', 'errorCode'] as const;

/** A change that was made or tried, as it is on record. */
export interface RecordedChange extends Omit<AuditRecord, 'details'> {
  id: number;
  ts: string;
  details: Record<string, unknown> | null;
}

/** A finished request as it is on record; `row` numbers the rows, `id` is the request's own. */
export type RecordedRequest = RequestRecord & { row: number };

/** Reads the record, newest first. */
@Injectable()
export class ActivityService {
  constructor(@InjectDataSource(ACTIVITY_DATABASE) private readonly database: DataSource) {}

  async changes({ limit, before }: PageQuery): Promise<RecordedChange[]> {
    const rows = await this.database.manager.find(AuditEntry, {
      where: before === undefined ? {} : { id: LessThan(before) },
      order: { id: 'DESC' },
      take: limit,
    });
    return rows.map(({ details, ...row }) => ({
      ...row,
      details: details === null ? null : (JSON.parse(details) as Record<string, unknown>),
    }));
  }

  requests({ limit, before, q, ...equal }: RequestsQuery): Promise<RecordedRequest[]> {
    const where = {
      ...(before === undefined ? {} : { row: LessThan(before) }),
      ...Object.fromEntries(Object.entries(equal).filter(([, value]) => value !== undefined)),
    };
    const text = q && Like(`%${q}%`);
    return this.database.manager.find(RequestEntry, {
      where: text ? SEARCHED.map((column) => ({ ...where, [column]: text })) : where,
      order: { row: 'DESC' },
      take: limit,
    });
  }
}

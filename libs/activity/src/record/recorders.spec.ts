import { Hal0Settings } from '@hal0/config';
import { AuditEvent, RequestFinishedEvent, WriteQueue, type RequestRecord } from '@hal0/platform';
import { FakeClock, openDatabase, RecordingEventBus, temporaryHome, finishedRequest } from '@hal0/platform/testing';
import { describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { statSync } from 'node:fs';
import { activityDatabase } from '../activity.database.js';
import { ActivityService } from '../activity.service.js';
import { RequestsFinishedEvent } from '../requests-finished.event.js';
import { AuditRecorder } from './audit-recorder.service.js';
import { RequestRecorder } from './request-recorder.service.js';
import { Retention } from './retention.service.js';

const DAY = 24 * 60 * 60 * 1_000;

// What goes wrong on purpose here would only clutter the output.
Logger.overrideLogger(false);

describe('RequestRecorder', () => {
  it('stores what has finished since the last flush, value for value, and then tells about it', async () => {
    const { requests, activity, events } = await setup();
    const failed = request('b', {
      status: 502,
      outcome: 'failed',
      errorCode: 'runtime.lost',
      slot: null,
      stream: false,
    });
    requests.record(new RequestFinishedEvent(request('a')));
    requests.record(new RequestFinishedEvent(failed));
    await requests.flush();
    expect(await activity.requests({ limit: 10 })).toEqual([
      { ...failed, row: 2 },
      { ...request('a'), row: 1 },
    ]);
    expect(events.ofType(RequestsFinishedEvent)).toEqual([new RequestsFinishedEvent(2, 0, [failed, request('a')])]);
  });

  it('keeps nothing while history is switched off, and still tells', async () => {
    const { requests, audit, activity, events, settings } = await setup();
    settings.activity.enabled = false;
    requests.record(new RequestFinishedEvent(request('a')));
    await requests.flush();
    await audit.record(new AuditEvent({ action: 'slot.load', target: 'primary', actor: 'operator', outcome: 'ok' }));
    expect([await activity.requests({ limit: 10 }), await activity.changes({ limit: 10 })]).toEqual([[], []]);
    expect(events.ofType(RequestsFinishedEvent)).toMatchObject([{ count: 1, unrecorded: 0 }]);
  });

  it('is silent while nothing happens', async () => {
    const { requests, events } = await setup();
    await requests.flush();
    expect(events.published).toEqual([]);
  });

  it('stores 500 a flush and counts the rest', async () => {
    const { requests, activity, events } = await setup();
    for (let n = 0; n < 20_000; n++) requests.record(new RequestFinishedEvent(request(`r${n}`)));
    await requests.flush();
    const stored = await activity.requests({ limit: 1_000 });
    expect(stored.map(({ id }) => id)).toEqual(Array.from({ length: 500 }, (_, n) => `r${499 - n}`));
    const [told] = events.ofType(RequestsFinishedEvent);
    expect(told).toMatchObject({ count: 20_000, unrecorded: 19_500 });
    expect(told?.requests.map(({ id }) => id)).toEqual(Array.from({ length: 50 }, (_, n) => `r${499 - n}`));
    expect(requests.unrecorded).toBe(19_500);
  });

  it('has everything stored when the application has shut down, also what came during the last flush', async () => {
    const { requests, activity } = await setup();
    requests.record(new RequestFinishedEvent(request('a')));
    const flush = requests.flush();
    requests.record(new RequestFinishedEvent(request('b')));
    await Promise.all([flush, requests.onApplicationShutdown()]);
    expect((await activity.requests({ limit: 10 })).map(({ id }) => id)).toEqual(['b', 'a']);
  });

  it('goes on counting and telling when the rows cannot be stored', async () => {
    const { requests, events, database } = await setup();
    await database.query('DROP TABLE "requests"');
    requests.record(new RequestFinishedEvent(request('a')));
    await requests.flush();
    expect(events.ofType(RequestsFinishedEvent)).toEqual([new RequestsFinishedEvent(1, 1, [])]);
    expect(requests.unrecorded).toBe(1);
  });
});

describe('AuditRecorder', () => {
  it('keeps who did what to what, when and how it went', async () => {
    const { audit, activity, clock } = await setup();
    await audit.record(new AuditEvent({ action: 'slot.load', target: 'primary', actor: 'operator', outcome: 'ok' }));
    await clock.advance(1_500);
    const details = { reason: 'refused', apiKey: 'hunter2' };
    await audit.record(
      new AuditEvent({ action: 'model.add', target: 'toy', actor: 'agent', outcome: 'failed', details }),
    );
    expect(await activity.changes({ limit: 10 })).toEqual([
      {
        id: 2,
        ts: '2026-01-01T00:00:01.500Z',
        action: 'model.add',
        target: 'toy',
        actor: 'agent',
        outcome: 'failed',
        details: { reason: 'refused', apiKey: '***REDACTED***' },
      },
      {
        id: 1,
        ts: '2026-01-01T00:00:00.000Z',
        action: 'slot.load',
        target: 'primary',
        actor: 'operator',
        outcome: 'ok',
        details: null,
      },
    ]);
  });

  it('does not fail the change that it cannot record', async () => {
    const { audit, database } = await setup();
    await database.query('DROP TABLE "audit"');
    const event = new AuditEvent({ action: 'slot.load', target: 'primary', actor: 'operator', outcome: 'ok' });
    await expect(audit.record(event)).resolves.toBeUndefined();
  });
});

describe('ActivityService', () => {
  it('gives pages that neither repeat nor skip, also of one slot', async () => {
    const { requests, activity } = await setup();
    for (let n = 1; n <= 7; n++) {
      requests.record(new RequestFinishedEvent(request(`r${n}`, { slot: n % 2 ? 'primary' : 'embed' })));
    }
    await requests.flush();
    const rows = async (query: Parameters<ActivityService['requests']>[0]) =>
      (await activity.requests(query)).map(({ row }) => row);
    expect(await rows({ limit: 3 })).toEqual([7, 6, 5]);
    expect(await rows({ limit: 3, before: 5 })).toEqual([4, 3, 2]);
    expect(await rows({ limit: 2, slot: 'primary' })).toEqual([7, 5]);
    expect(await rows({ limit: 2, slot: 'primary', before: 5 })).toEqual([3, 1]);
  });

  it('never walks the whole table for a page of one slot', async () => {
    const { database } = await setup();
    const plan = await database.query<{ detail: string }[]>(
      'EXPLAIN QUERY PLAN SELECT * FROM "requests" WHERE "slot" = ? AND "row" < ? ORDER BY "row" DESC LIMIT 100',
      ['primary', 1_000],
    );
    expect(plan.map(({ detail }) => detail)).toEqual([
      'SEARCH requests USING INDEX requests_slot (slot=? AND rowid<?)',
    ]);
  });
});

describe('Retention', () => {
  it('deletes what is older than asked for', async () => {
    const { requests, audit, activity, retention, clock } = await setup({ retentionDays: 30, maxRows: 1_000 });
    const change = new AuditEvent({ action: 'slot.load', target: 'primary', actor: 'operator', outcome: 'ok' });
    for (const days of [0, 20, 20]) {
      await clock.advance(days * DAY);
      await audit.record(change);
      requests.record(new RequestFinishedEvent(request(`day-${days}`, { startedAt: clock.now() })));
      await requests.flush();
    }
    await retention.deleteOld();
    expect((await activity.changes({ limit: 10 })).map(({ id }) => id)).toEqual([3, 2]);
    expect((await activity.requests({ limit: 10 })).map(({ row }) => row)).toEqual([3, 2]);
    await clock.advance(60 * DAY);
    await retention.deleteOld();
    expect(await activity.requests({ limit: 10 })).toEqual([]);
    await retention.deleteOld();
  });

  it('deletes the oldest of what is more than asked for', async () => {
    const { requests, activity, retention } = await setup({ retentionDays: 30, maxRows: 300 });
    for (let batch = 0; batch < 10; batch++) {
      for (let n = 0; n < 500; n++) requests.record(new RequestFinishedEvent(request(`r${batch}-${n}`)));
      await requests.flush();
    }
    await retention.deleteExcess();
    const kept = await activity.requests({ limit: 1_000 });
    expect(kept.map(({ row }) => row)).toEqual(Array.from({ length: 300 }, (_, n) => 5_000 - n));
    await retention.deleteExcess();
    expect(await activity.requests({ limit: 1_000 })).toHaveLength(300);
  });
});

it('keeps the record in a file that can be opened again', async () => {
  const { paths, remove } = temporaryHome();
  const first = await setup({ file: paths.activityDatabase });
  first.requests.record(new RequestFinishedEvent(request('a')));
  await first.requests.flush();
  await first.database.destroy();
  expect(statSync(paths.activityDatabase).mode & 0o777).toBe(0o600);
  const second = await setup({ file: paths.activityDatabase });
  expect((await second.activity.requests({ limit: 10 })).map(({ id }) => id)).toEqual(['a']);
  await second.database.destroy();
  remove();
});

async function setup({ file = ':memory:', retentionDays = 30, maxRows = 1_000 } = {}) {
  const database = await openDatabase(activityDatabase(file));
  const clock = new FakeClock();
  const events = new RecordingEventBus();
  const writes = new WriteQueue(database);
  const settings = new Hal0Settings();
  Object.assign(settings.activity, { retention_days: retentionDays, max_rows: maxRows });
  return {
    settings,
    database,
    clock,
    events,
    requests: new RequestRecorder(writes, events, settings),
    audit: new AuditRecorder(writes, clock, settings),
    retention: new Retention(database, writes, clock, settings),
    activity: new ActivityService(database),
  };
}

const request = (id: string, change: Partial<RequestRecord> = {}): RequestRecord =>
  finishedRequest({
    id,
    loadMs: 12.5,
    firstByteMs: 3.25,
    ttftMs: 3.25,
    completionTokens: null,
    cachedTokens: null,
    ...change,
  });

import { describeRevisionStore } from '@hal0/config/testing';
import { sqliteDataSource, WriteQueue } from '@hal0/platform';
import { FakeClock, openDatabase, temporaryHome } from '@hal0/platform/testing';
import { afterAll, expect, it } from '@jest/globals';
import { activityDatabase } from './activity.database.js';
import { ActivityRevisionStore } from './activity-revision-store.js';
import { AuditEntry } from './entities/audit-entry.entity.js';
import { CreateActivity1767225600000 } from './migrations/create-activity.migration.js';

const { paths, remove } = temporaryHome();
afterAll(remove);

describeRevisionStore('ActivityRevisionStore', async () => {
  const database = await openDatabase(activityDatabase(':memory:'));
  return new ActivityRevisionStore(database, new WriteQueue(database), new FakeClock());
});

it('finds its place in a database of the release before, and leaves the rest of it as it was', async () => {
  const file = paths.activityDatabase;
  const entry = { ts: '2026-01-01T00:00:00.000Z', action: 'slot.load', target: 'primary', actor: 'operator' as const };
  const before = await openDatabase(
    sqliteDataSource({ name: 'before', file, entities: [AuditEntry], migrations: [CreateActivity1767225600000] }),
  );
  await before.manager.insert(AuditEntry, { ...entry, outcome: 'ok', details: null });
  await before.destroy();

  const database = await openDatabase(activityDatabase(file));
  const store = new ActivityRevisionStore(database, new WriteQueue(database), new FakeClock());
  await store.remember('hal0', 'text');
  expect(await store.known('hal0')).toBe('text');
  expect(await database.manager.find(AuditEntry)).toMatchObject([entry]);
  await database.destroy();
});

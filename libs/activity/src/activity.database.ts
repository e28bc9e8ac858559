import { sqliteDataSource } from '@hal0/platform';
import { AuditEntry } from './entities/audit-entry.entity.js';
import { RequestEntry } from './entities/request-entry.entity.js';
import { CreateActivity1767225600000 } from './migrations/create-activity.migration.js';

/** Name of the data source; also what `@InjectDataSource` takes. */
export const ACTIVITY_DATABASE = 'hal0-activity';

/** @param file path, or `:memory:` in tests. */
export function activityDatabase(file: string): ReturnType<typeof sqliteDataSource> {
  return sqliteDataSource({
    name: ACTIVITY_DATABASE,
    file,
    entities: [AuditEntry, RequestEntry],
    migrations: [CreateActivity1767225600000],
  });
}

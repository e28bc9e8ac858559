import { sqliteDataSource } from '@hal0/platform';
import { AuditEntry } from './entities/audit-entry.entity.js';
import { ConfigRevisionEntry } from './entities/config-revision.entity.js';
import { ConfigTextEntry } from './entities/config-text.entity.js';
import { RequestEntry } from './entities/request-entry.entity.js';
import { AddRequestAttempts1795305600000 } from './migrations/add-request-attempts.migration.js';
import { AddRequestFigures1795132800000 } from './migrations/add-request-figures.migration.js';
import { AddRequestRoutes1795219200000 } from './migrations/add-request-routes.migration.js';
import { CreateActivity1767225600000 } from './migrations/create-activity.migration.js';
import { CreateConfigRevisions1767312000000 } from './migrations/create-config-revisions.migration.js';

/** Name of the data source; also what `@InjectDataSource` takes. */
export const ACTIVITY_DATABASE = 'hal0-activity';

/** @param file path, or `:memory:` in tests. */
export function activityDatabase(file: string): ReturnType<typeof sqliteDataSource> {
  return sqliteDataSource({
    name: ACTIVITY_DATABASE,
    file,
    entities: [AuditEntry, RequestEntry, ConfigRevisionEntry, ConfigTextEntry],
    migrations: [
      CreateActivity1767225600000,
      CreateConfigRevisions1767312000000,
      AddRequestFigures1795132800000,
      AddRequestRoutes1795219200000,
      AddRequestAttempts1795305600000,
    ],
  });
}

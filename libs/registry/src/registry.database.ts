import { sqliteDataSource } from '@hal0/platform';
import { ModelFileEntity } from './entities/model-file.entity.js';
import { ModelEntity } from './entities/model.entity.js';
import { PullFileEntity } from './entities/pull-file.entity.js';
import { PullEntity } from './entities/pull.entity.js';
import { AddModelCheckpoint1767398400000 } from './migrations/add-model-checkpoint.migration.js';
import { AddPullLeftovers1767657600000 } from './migrations/add-pull-leftovers.migration.js';
import { CreateModels1767225600000 } from './migrations/create-models.migration.js';
import { CreatePulls1767571200000 } from './migrations/create-pulls.migration.js';
import { DescribeModels1767484800000 } from './migrations/describe-models.migration.js';

/** Name of the data source; also what `@InjectRepository` and `@InjectDataSource` take. */
export const REGISTRY_DATABASE = 'hal0-registry';

/** @param file path, or `:memory:` in tests. */
export function registryDatabase(file: string): ReturnType<typeof sqliteDataSource> {
  return sqliteDataSource({
    name: REGISTRY_DATABASE,
    file,
    entities: [ModelEntity, ModelFileEntity, PullEntity, PullFileEntity],
    migrations: [
      CreateModels1767225600000,
      AddModelCheckpoint1767398400000,
      DescribeModels1767484800000,
      CreatePulls1767571200000,
      AddPullLeftovers1767657600000,
    ],
  });
}

import { FakeClock, openDatabase, RecordingEventBus } from '@hal0/platform/testing';
import { ModelInspector } from '../inspection/model-inspector.js';
import { registryDatabase } from '../registry.database.js';
import { RegistryService } from '../registry.service.js';

/** The real registry over a database in memory, or in `file`. */
export async function openRegistry({ events = new RecordingEventBus(), file = ':memory:' } = {}) {
  const database = await openDatabase(registryDatabase(file));
  const registry = new RegistryService(database, new ModelInspector(), events, new FakeClock());
  await registry.onModuleInit();
  return { registry, events, database };
}

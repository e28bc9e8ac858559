import { WriteQueue } from '@hal0/platform';
import { FakeClock, openDatabase, RecordingEventBus } from '@hal0/platform/testing';
import { ModelDescriber } from '../description/model-describer.js';
import { ModelInspector } from '../inspection/model-inspector.js';
import { ModelTable } from '../model-table.js';
import { registryDatabase } from '../registry.database.js';
import { RegistryService } from '../registry.service.js';
import { ModelRemoval } from '../removal/model-removal.service.js';
import { ModelStore } from '../store/model-store.js';

/** The real registry over a database in memory, or in `file`; its model store is wherever a test says. */
export async function openRegistry({
  events = new RecordingEventBus(),
  file = ':memory:',
  clock = new FakeClock(),
  storeFolder = '/nowhere/models',
} = {}) {
  const database = await openDatabase(registryDatabase(file));
  const writes = new WriteQueue(database);
  const inspector = new ModelInspector();
  const table = new ModelTable(database, writes, events);
  const registry = new RegistryService(table, new ModelDescriber(inspector, clock), inspector, events);
  await table.onModuleInit();
  const store = new ModelStore(storeFolder);
  const removal = new ModelRemoval(registry, table, store, events);
  return { registry, removal, store, table, writes, inspector, events, clock, database };
}

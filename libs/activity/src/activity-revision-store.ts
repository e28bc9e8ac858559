import { RevisionStore, type ConfigFile, type NewRevision, type Revision, type ValueChange } from '@hal0/config';
import { Clock, WriteQueue } from '@hal0/platform';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, LessThan } from 'typeorm';
import { ACTIVITY_DATABASE } from './activity.database.js';
import { ConfigRevisionEntry } from './entities/config-revision.entity.js';
import { ConfigTextEntry } from './entities/config-text.entity.js';

/** How many revisions are kept. They are few, and worth more than other history, so age does not count. */
const KEPT = 2_000;

/** Keeps the history of the configuration in activity.db. */
@Injectable()
export class ActivityRevisionStore extends RevisionStore {
  constructor(
    @InjectDataSource(ACTIVITY_DATABASE) private readonly database: DataSource,
    private readonly writes: WriteQueue,
    private readonly clock: Clock,
  ) {
    super();
  }

  add({ changes, newTables, text, ...revision }: NewRevision): Promise<number> {
    const entry = {
      ...revision,
      at: new Date(this.clock.now()).toISOString(),
      changes: JSON.stringify(changes),
      newTables: JSON.stringify(newTables),
    };
    return this.writes.run(async (manager) => {
      const { identifiers } = await manager.insert(ConfigRevisionEntry, entry);
      const { id } = identifiers[0] as { id: number };
      if (revision.undoOf !== null) await manager.update(ConfigRevisionEntry, revision.undoOf, { undoneBy: id });
      await manager.upsert(ConfigTextEntry, { file: revision.file, text }, ['file']);
      await manager.delete(ConfigRevisionEntry, { id: LessThan(id - KEPT + 1) });
      return id;
    });
  }

  async list({ limit, before }: { limit: number; before?: number }): Promise<Revision[]> {
    const entries = await this.database.manager.find(ConfigRevisionEntry, {
      where: before === undefined ? {} : { id: LessThan(before) },
      order: { id: 'DESC' },
      take: limit,
    });
    return entries.map(toRevision);
  }

  async get(id: number): Promise<Revision | undefined> {
    const entry = await this.database.manager.findOneBy(ConfigRevisionEntry, { id });
    return entry ? toRevision(entry) : undefined;
  }

  async known(file: ConfigFile): Promise<string | undefined> {
    return (await this.database.manager.findOneBy(ConfigTextEntry, { file }))?.text;
  }

  async remember(file: ConfigFile, text: string): Promise<void> {
    await this.writes.run((manager) => manager.upsert(ConfigTextEntry, { file, text }, ['file']));
  }
}

const toRevision = ({ changes, newTables, ...entry }: ConfigRevisionEntry): Revision => ({
  ...entry,
  changes: JSON.parse(changes) as ValueChange[],
  newTables: JSON.parse(newTables) as string[],
});

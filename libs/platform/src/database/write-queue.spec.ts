import { describe, expect, it } from '@jest/globals';
import { Column, DataSource, Entity, PrimaryGeneratedColumn, type DataSourceOptions } from 'typeorm';
import { sqliteDataSource } from './sqlite.js';
import { WriteQueue } from './write-queue.js';

@Entity('note')
class Note {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column({ type: 'text' })
  text!: string;
}

async function setup() {
  const options = sqliteDataSource({ name: 'test', file: ':memory:', entities: [Note], migrations: [] });
  const database = await new DataSource({ ...options, synchronize: true } as DataSourceOptions).initialize();
  const texts = async () => (await database.manager.find(Note)).map(({ text }) => text);
  return { queue: new WriteQueue(database), texts };
}

describe('WriteQueue', () => {
  it('lets no write be rolled back with somebody else’s', async () => {
    const { queue, texts } = await setup();
    const outcomes = await Promise.allSettled([
      queue.run((manager) => manager.insert(Note, { text: 'first' })),
      queue.run(async (manager) => {
        await manager.insert(Note, { text: 'half' });
        throw new Error('gives up');
      }),
      queue.run((manager) => manager.insert(Note, { text: 'third' })),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await texts()).toEqual(['first', 'third']);
  });

  it('has written everything once it is drained', async () => {
    const { queue, texts } = await setup();
    for (const text of ['a', 'b', 'c']) void queue.run((manager) => manager.insert(Note, { text }));
    await queue.drained();
    expect(await texts()).toEqual(['a', 'b', 'c']);
  });
});

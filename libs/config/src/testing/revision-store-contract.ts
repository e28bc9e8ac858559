import { describe, expect, it } from '@jest/globals';
import type { NewRevision, RevisionStore } from '../revisions/revision-store.port.js';

/** Every RevisionStore, fake or real, must pass this suite. */
export function describeRevisionStore(name: string, create: () => Promise<RevisionStore>): void {
  describe(`${name} honours the RevisionStore contract`, () => {
    it('gives back what it was given, values as they are', async () => {
      const store = await create();
      const given = revision({
        changes: [
          { path: 'api.port', before: null, after: 9000 },
          { path: 'upstreams."a.b".key', before: 'sk-old', after: { list: ['x', 1.5, true] } },
        ],
        newTables: ['api'],
      });
      const id = await store.add(given);
      const { text: _text, ...kept } = given;
      expect(await store.get(id)).toEqual({
        ...kept,
        id,
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        undoneBy: null,
      });
    });

    it('lists the newest first, page by page', async () => {
      const store = await create();
      const ids: number[] = [];
      for (const action of ['a', 'b', 'c']) ids.push(await store.add(revision({ action })));
      expect((await store.list({ limit: 2 })).map(({ action }) => action)).toEqual(['c', 'b']);
      expect((await store.list({ limit: 2, before: ids[1] })).map(({ action }) => action)).toEqual(['a']);
    });

    it('marks the revision that another one undoes', async () => {
      const store = await create();
      const first = await store.add(revision());
      const second = await store.add(revision({ undoOf: first }));
      expect(await store.get(first)).toMatchObject({ undoOf: null, undoneBy: second });
      expect(await store.get(second)).toMatchObject({ undoOf: first, undoneBy: null });
    });

    it('knows the latest text of each file, from a revision or without one', async () => {
      const store = await create();
      expect(await store.known('hal0')).toBeUndefined();
      await store.remember('hal0', 'one');
      await store.add(revision({ file: 'capabilities', text: 'slots' }));
      expect([await store.known('hal0'), await store.known('capabilities')]).toEqual(['one', 'slots']);
      await store.add(revision({ text: 'two' }));
      await store.remember('capabilities', '');
      expect([await store.known('hal0'), await store.known('capabilities')]).toEqual(['two', '']);
    });

    it('knows no revision that was never added', async () => {
      expect(await (await create()).get(7)).toBeUndefined();
    });
  });
}

function revision(part: Partial<NewRevision> = {}): NewRevision {
  return {
    actor: 'operator',
    action: 'config.update',
    file: 'hal0',
    changes: [{ path: 'api.port', before: 8080, after: 9000 }],
    newTables: [],
    undoOf: null,
    text: 'text',
    ...part,
  };
}

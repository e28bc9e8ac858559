import { RevisionStore, type NewRevision, type Revision } from '../revisions/revision-store.port.js';
import type { ConfigFile } from '../store/settings-change.js';

/** Revisions in memory. */
export class FakeRevisionStore extends RevisionStore {
  /** The next `add` is rejected with this. */
  failNextAddWith: Error | undefined;
  private readonly revisions: Revision[] = [];
  private readonly texts = new Map<ConfigFile, string>();

  async add({ text, ...revision }: NewRevision): Promise<number> {
    const failure = this.failNextAddWith;
    this.failNextAddWith = undefined;
    if (failure) throw failure;
    const id = this.revisions.length + 1;
    const undone = this.revisions.find((other) => other.id === revision.undoOf);
    if (undone) undone.undoneBy = id;
    this.revisions.push({ ...copy(revision), id, at: '2026-01-01T00:00:00.000Z', undoneBy: null });
    this.texts.set(revision.file, text);
    return id;
  }

  async list({ limit, before = Infinity }: { limit: number; before?: number }): Promise<Revision[]> {
    const older = this.revisions.filter(({ id }) => id < before);
    return copy(older.toReversed().slice(0, limit));
  }

  async get(id: number): Promise<Revision | undefined> {
    return copy(this.revisions).find((revision) => revision.id === id);
  }

  async known(file: ConfigFile): Promise<string | undefined> {
    return this.texts.get(file);
  }

  async remember(file: ConfigFile, text: string): Promise<void> {
    this.texts.set(file, text);
  }
}

/** As from a database: the values are others, and equal. */
const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

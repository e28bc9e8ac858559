import { writeFileAtomic } from '@hal0/platform';
import { canonicalName, userModelEntry, type RuntimeModel, type UserModelEntry } from './user-models.js';

/**
 * Makes models known to a running lemond: it reads user_models.json again when it is asked for a name it does not
 * know. A name it does know keeps its old entry until some unknown one is found, hence the page-turning name below.
 */
export class ModelRegistrar {
  private readonly entries = new Map<string, UserModelEntry>();
  /** lemond may remember these wrongly, e.g. that their file is missing. */
  private readonly doubtful = new Set<string>();
  private refreshes = 0;
  private writing: Promise<unknown> = Promise.resolve();

  constructor(private readonly file: string) {}

  /** Starts over with nothing registered; for a lemond that is not running yet. */
  async clear(): Promise<void> {
    this.entries.clear();
    this.doubtful.clear();
    await this.write();
  }

  /** @param ask asks lemond whether it knows a name; called only when a known model changed */
  register(model: RuntimeModel, ask: (modelName: string) => Promise<unknown>): Promise<void> {
    // One after another: two loads that write at once would lose one of the entries.
    const turn = this.writing.then(() => this.registerNow(model, ask));
    this.writing = turn.catch(() => undefined);
    return turn;
  }

  /** After a failed load: lemond is made to look at the model anew at its next registration. */
  doubt(id: string): void {
    this.doubtful.add(id);
  }

  /** Registry id of a name that lemond reports. */
  idOf(modelName: string): string {
    if (this.entries.has(modelName) || !modelName.startsWith('user.')) return modelName;
    const id = modelName.slice('user.'.length);
    return this.entries.has(id) ? id : modelName;
  }

  private async registerNow(model: RuntimeModel, ask: (modelName: string) => Promise<unknown>): Promise<void> {
    const entry = userModelEntry(model);
    const known = this.entries.get(model.id);
    const doubted = this.doubtful.delete(model.id);
    if (known && !doubted && JSON.stringify(known) === JSON.stringify(entry)) return;
    this.entries.set(model.id, entry);
    if (!known) return this.write();
    this.refreshes += 1;
    const page = `hal0-refresh-${this.refreshes}`;
    await this.write({ [page]: entry });
    await ask(canonicalName(page));
  }

  private async write(extra: Record<string, UserModelEntry> = {}): Promise<void> {
    const content = { ...Object.fromEntries(this.entries), ...extra };
    await writeFileAtomic(this.file, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  }
}

import {
  createFileExclusive,
  Hal0Error,
  pathParts,
  type AuditActor,
  type EventBus,
  type Hal0Paths,
} from '@hal0/platform';
import { basename } from 'node:path';
import { ConfigChangedEvent } from '../events/config-changed.event.js';
import { ConfigSavedEvent } from '../events/config-saved.event.js';
import type { EffectiveConfig } from '../layers/effective-config.js';
import type { ConfigEnvironment } from '../layers/environment-layer.js';
import { loadConfig } from '../layers/load-config.js';
import type { RevisionStore } from '../revisions/revision-store.port.js';
import type { Hal0Settings } from '../schema/hal0.settings.js';
import { ChangeRecord, type Attempt } from './change-record.js';
import type { ConfigLock } from './config-lock.js';
import { ConfigWriteFailedError } from './config-store.errors.js';
import { adoptImmediate, differingPaths } from './live-settings.js';
import { configFilePath, planEdit, type ConfigEdit, type EditPlan } from './plan-edit.js';
import { appliesAt } from './setting-applies.js';
import type { SettingsChange, ValueChange } from './settings-change.js';
import { tableChanges } from './table-changes.js';
import { unifiedDiff } from './unified-diff.js';
import { writeConfigFile } from './write-config-file.js';

export interface ConfigStoreOptions {
  /** What the process was started with; read when it is first needed when absent. */
  config?: EffectiveConfig;
  paths: Hal0Paths;
  environment: ConfigEnvironment;
}

/** The configuration that hal0 runs with, and the one way to change it. */
export class ConfigStore {
  private effective: EffectiveConfig | undefined;
  private live: Hal0Settings | undefined;
  private readonly record: ChangeRecord;

  constructor(
    private readonly options: ConfigStoreOptions,
    private readonly lock: ConfigLock,
    private readonly events: Pick<EventBus, 'publish'>,
  ) {
    this.effective = options.config;
    this.live = options.config?.settings;
    this.record = new ChangeRecord(options.paths, events);
  }

  /**
   * The configuration as it stands in the files, as of the last change or reload.
   * @throws ConfigInvalidError when it was not read before and is broken
   */
  get current(): EffectiveConfig {
    return (this.effective ??= loadConfig(this.options.paths, this.options.environment));
  }

  /**
   * What is injected as Hal0Settings, always the same object. Settings that act at once are changed in it; the others keep
   * the value that the process was started with.
   */
  get settings(): Hal0Settings {
    return (this.live ??= this.current.settings);
  }

  /** Absolute path of hal0.toml, where settings are changed. */
  get file(): string {
    return this.options.paths.hal0Toml;
  }

  /** Dotted paths whose value in the files is not the one this process runs with. */
  pendingRestart(): readonly string[] {
    return differingPaths(this.settings, this.current.settings);
  }

  /** From now on every change is put on record, beginning with what was edited by hand since the last one. */
  async recordIn(revisions: RevisionStore): Promise<void> {
    this.record.keepIn(revisions);
    await this.lock.inTurn(() => this.recordHandEdits());
  }

  /**
   * Reads the files again. What was edited by hand becomes a revision of its own.
   * @throws TomlSyntaxError, ConfigInvalidError; the configuration then stays the one it was
   */
  reload(actor: AuditActor): Promise<SettingsChange> {
    const { paths, environment } = this.options;
    const file = paths.hal0Toml;
    const attempt = { action: 'config.reload', target: basename(file), actor };
    const work = async () => {
      const next = loadConfig(paths, environment);
      const edits = await this.record.addHandEdits(actor);
      const changes = this.adopt(next, file, actor);
      const revisionId = edits.at(-1)?.revisionId ?? null;
      this.record.made({ ...attempt, file, changes, revisionId });
      return { file, changes: changes.map(withApplies), revisionId };
    };
    return this.attempt(attempt, () => this.lock.inTurn(work));
  }

  /**
   * Changes a file: read, checked and written while nobody else does, its comments kept. Nothing is written when anything
   * refuses.
   * @throws TomlSyntaxError, ConfigInvalidError, ConfigOverriddenError, SlotFieldOverriddenError, FileLockedError,
   * StorageFullError, ConfigWriteFailedError, or what the edit itself throws
   */
  edit(edit: ConfigEdit): Promise<SettingsChange> {
    const { paths, environment } = this.options;
    const { action, actor, target = basename(configFilePath(paths, edit.file)) } = edit;
    const attempt = { action, target, actor };
    const work = async () => {
      const plan = await planEdit(paths, environment, edit);
      await this.recordHandEdits();
      return this.carryOut(plan, edit, attempt);
    };
    return this.attempt(attempt, () => this.lock.run(work));
  }

  /** What the same edit would do, and the unified diff of its file. Throws what the edit would throw. */
  async preview(edit: ConfigEdit): Promise<{ change: SettingsChange; diff: string }> {
    const plan = await planEdit(this.options.paths, this.options.environment, edit);
    const { file, changes } = plan;
    return { change: { file, changes: changes.map(withApplies), revisionId: null }, diff: unifiedDiff(plan) };
  }

  private async carryOut(plan: EditPlan, edit: ConfigEdit, attempt: Attempt): Promise<SettingsChange> {
    const { file, before, after: text, changes, newTables, backup } = plan;
    const { actor, action, undoOf = null } = edit;
    if (text !== before) {
      if (backup !== undefined) await createFileExclusive(backup, before);
      await writeConfigFile(file, text);
    }
    const changed = changes.length > 0;
    const revision = { actor, action, file: edit.file, changes, newTables, undoOf, text };
    const revisionId = changed ? await this.record.add(revision) : null;
    this.adopt(plan.next, file, actor, changes);
    if (changed) {
      this.events.publish(new ConfigSavedEvent(sectionsOf(changes)));
      this.record.made({ ...attempt, file, changes, revisionId });
    }
    return { file, changes: changes.map(withApplies), revisionId };
  }

  /** Makes `next` the configuration. Returns what is in effect otherwise than before. */
  private adopt(
    next: EffectiveConfig,
    file: string,
    actor: AuditActor,
    written: readonly ValueChange[] = [],
  ): ValueChange[] {
    const changes = this.effective ? tableChanges(this.effective.toTable(), next.toTable()) : [];
    this.effective = next;
    adoptImmediate(this.settings, next.settings);
    const paths = new Set([...written, ...changes].map(({ path }) => path));
    if (paths.size > 0) this.events.publish(new ConfigChangedEvent([...paths], file, actor));
    return changes;
  }

  private async recordHandEdits(): Promise<void> {
    for (const edit of await this.record.addHandEdits('operator')) this.record.made(edit);
  }

  /** A failure goes on record too. */
  private async attempt<T>(attempt: Attempt, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const failure = isSystemError(error) ? new ConfigWriteFailedError(error) : error;
      this.record.failed(attempt, failure);
      throw failure;
    }
  }
}

const withApplies = (change: ValueChange) => ({ ...change, applies: appliesAt(change.path) });

const sectionsOf = (changes: readonly ValueChange[]) => [
  ...new Set(changes.map(({ path }) => pathParts(path)[0] as string)),
];

/** Of the system or of the lock's database, rather than a mistake in hal0 or somebody's refusal. */
function isSystemError(error: unknown): error is Error {
  if (error instanceof Hal0Error) return false;
  const { errno, syscall, code } = (error ?? {}) as { errno?: unknown; syscall?: unknown; code?: unknown };
  const ofDatabase = typeof code === 'string' && code.startsWith('SQLITE_');
  return typeof errno === 'number' || typeof syscall === 'string' || ofDatabase;
}

import { EventBus, Hal0Error, parseToml, type AuditActor } from '@hal0/platform';
import { Injectable } from '@nestjs/common';
import { audited } from '../audited.js';
import { ModelDescriber } from '../description/model-describer.js';
import { filesAt, totalBytes, withFound } from '../description/model-files.js';
import { ModelInspector } from '../inspection/model-inspector.js';
import { ModelTable } from '../model-table.js';
import { FLM_RECIPE, RECIPES, type Model } from '../model.js';
import { ModelFileMissingError } from '../registry.errors.js';
import { printRecords } from './print-records.js';
import { readRecords, type BadRecord, type RegistryRecord } from './registry-record.js';

export const IMPORT_OUTCOMES = ['added', 'replaced', 'kept', 'skipped'] as const;
/** `kept`: a model of that id is there already, and was not to be replaced; `skipped`: the record cannot be a model. */
export type ImportOutcome = (typeof IMPORT_OUTCOMES)[number];

/** What became of one record. */
export interface ImportedRecord {
  id: string;
  outcome: ImportOutcome;
  /** Why it was skipped, or what is the matter with its files; null when nothing is. */
  note: string | null;
}

export interface ImportOptions {
  /** Records take the place of models with their ids. */
  replace?: boolean;
  /** Tells what would be done, and does nothing. */
  preview?: boolean;
  actor?: AuditActor;
}

/** The registry as a file, registry.toml, to be kept, carried to another box and read again. */
@Injectable()
export class RegistryExchange {
  constructor(
    private readonly table: ModelTable,
    private readonly inspector: ModelInspector,
    private readonly describer: ModelDescriber,
    private readonly events: EventBus,
  ) {}

  export(): string {
    return printRecords(this.table.list());
  }

  /**
   * Takes over the records of a registry.toml, all in one step. A model whose file is not there is recorded as missing, so
   * that it can be told where the file is, or be pulled again.
   * @throws TomlSyntaxError
   */
  async import(
    text: string,
    { replace = false, preview = false, actor = 'operator' }: ImportOptions = {},
  ): Promise<ImportedRecord[]> {
    const records = readRecords(parseToml(text, 'registry.toml'));
    const planned = [];
    for (const record of records) planned.push(await this.plan(record, replace));
    const models = planned.flatMap(({ model }) => (model ? [model] : []));
    if (!preview && models.length) {
      const details = { models: models.map(({ id }) => id) };
      await audited(this.events, { action: 'registry.import', target: 'registry', actor, details }, () =>
        this.table.writeAll(
          models.map((model) => ({
            id: model.id,
            make: (existing) =>
              existing && !replace ? existing : { ...model, createdAt: existing?.createdAt ?? model.createdAt },
          })),
        ),
      );
    }
    return planned.map(({ row }) => row);
  }

  private async plan(
    record: RegistryRecord | BadRecord,
    replace: boolean,
  ): Promise<{ row: ImportedRecord; model?: Model }> {
    const { id } = record;
    if ('reason' in record) return { row: { id, outcome: 'skipped', note: record.reason } };
    const existing = this.table.find(id);
    if (existing && !replace) return { row: { id, outcome: 'kept', note: null } };
    const outcome = existing ? 'replaced' : 'added';
    const found = await this.look(record);
    if ('reason' in found) return { row: { id, outcome: 'skipped', note: found.reason } };
    return { row: { id, outcome, note: found.note }, model: found.model };
  }

  private async look(record: RegistryRecord): Promise<{ model: Model; note: string | null } | BadRecord> {
    const { id, files } = record;
    const [main, ...others] = files;
    if (!main) {
      const type = record.type ?? 'llm';
      return { model: { ...this.recorded(record, type), recipe: FLM_RECIPE }, note: null };
    }
    try {
      const found = await this.inspector.inspect(main.path, record.type ?? undefined);
      for (const { role, path } of others) if (role === 'mmproj') await this.inspector.requireProjector(path);
      // Earlier releases name the first file of a split model only.
      const parts = others.length ? files : [main, ...(await filesAt(main.path)).slice(1)];
      const model = this.recorded(record, found.type);
      const labels = [...new Set([...model.labels, ...found.labels])];
      return {
        model: { ...model, ...withFound(parts, found), labels, license: model.license ?? found.license },
        note: null,
      };
    } catch (error) {
      if (!(error instanceof Hal0Error)) throw error;
      if (record.type === null) return { id, reason: `nothing tells what it is for: ${error.message}` };
      const state = error instanceof ModelFileMissingError ? 'missing' : 'damaged';
      return { model: { ...this.recorded(record, record.type), state }, note: error.message };
    }
  }

  /** As the record says it, its files not looked at. */
  private recorded(record: RegistryRecord, type: Model['type']): Model {
    const { id, name, checkpoint, labels, license, files, source, defaults, toy } = record;
    const now = this.describer.now();
    return {
      ...{ id, name: name ?? id, type, path: files[0]?.path ?? null, checkpoint, recipe: RECIPES[type], labels, files },
      ...{ sizeBytes: totalBytes(files), architecture: null, contextLength: null, license, source, defaults },
      ...{ facts: null, state: 'ready', checkedAt: files.length ? now : null, toy, createdAt: now },
    };
  }
}

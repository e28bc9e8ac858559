import type { ModelType } from '@hal0/config';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Model, ModelDefaults, ModelFacts, ModelFile, ModelSource, ModelState } from '../model.js';
import type { ModelFileEntity } from './model-file.entity.js';

@Entity('models')
export class ModelEntity {
  @PrimaryColumn({ type: 'text' })
  id: string;

  /** Empty when nobody gave it one. */
  @Column({ type: 'text', default: '' })
  name: string;

  @Column({ type: 'text' })
  type: ModelType;

  /** Empty in the database when there is none: earlier releases know no other. */
  @Column({
    type: 'text',
    transformer: { to: (path: string | null) => path ?? '', from: (path: string) => path || null },
  })
  path: string | null;

  @Column({ type: 'text', nullable: true })
  checkpoint: string | null;

  @Column({ type: 'text' })
  recipe: string;

  @Column({ type: 'simple-json' })
  labels: string[];

  /** Of the file at `path` alone, as earlier releases have it. */
  @Column({ name: 'size_bytes', type: 'integer' })
  sizeBytes: number;

  @Column({ type: 'text', nullable: true })
  architecture: string | null;

  @Column({ name: 'context_length', type: 'integer', nullable: true })
  contextLength: number | null;

  @Column({ type: 'text', nullable: true })
  license: string | null;

  @Column({ type: 'simple-json', nullable: true })
  source: ModelSource | null;

  @Column({ type: 'simple-json', default: '{}' })
  defaults: ModelDefaults;

  @Column({ type: 'simple-json', nullable: true })
  facts: ModelFacts | null;

  @Column({ type: 'text', default: 'ready' })
  state: ModelState;

  @Column({ name: 'checked_at', type: 'text', nullable: true })
  checkedAt: string | null;

  @Column({ type: 'boolean', default: false })
  toy: boolean;

  @Column({ name: 'created_at', type: 'text' })
  createdAt: string;
}

export function toModelRow({ files, ...model }: Model): ModelEntity {
  const { id, name, labels, sizeBytes } = model;
  return {
    ...model,
    name: name === id ? '' : name,
    labels: [...labels],
    sizeBytes: files[0]?.sizeBytes ?? sizeBytes,
  };
}

/** @param rows the files of this model, by position */
export function toModel(row: ModelEntity, rows: readonly ModelFileEntity[]): Model {
  const files = filesOf(row, rows);
  return {
    ...row,
    name: row.name || row.id,
    files,
    sizeBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  };
}

/** An earlier release adds and moves models without a word about their files: what the model's own row says holds. */
function filesOf({ path, sizeBytes }: ModelEntity, rows: readonly ModelFileEntity[]): readonly ModelFile[] {
  if (path === null) return [];
  const [main, ...others] = rows.map(({ modelId: _model, position: _position, ...file }) => file);
  if (main?.path === path && main.sizeBytes === sizeBytes) return [main, ...others];
  return [{ role: 'main', path, sizeBytes, sha256: null }, ...others.filter(({ role }) => role !== 'shard')];
}

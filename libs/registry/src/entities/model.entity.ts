import type { ModelType } from '@hal0/config';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Model } from '../model.js';

@Entity('models')
export class ModelEntity {
  @PrimaryColumn({ type: 'text' })
  id: string;

  @Column({ type: 'text' })
  type: ModelType;

  @Column({ type: 'text' })
  path: string;

  @Column({ type: 'text' })
  recipe: string;

  @Column({ type: 'simple-json' })
  labels: string[];

  @Column({ name: 'size_bytes', type: 'integer' })
  sizeBytes: number;

  @Column({ type: 'text', nullable: true })
  architecture: string | null;

  @Column({ name: 'context_length', type: 'integer', nullable: true })
  contextLength: number | null;

  @Column({ type: 'text', nullable: true })
  license: string | null;

  @Column({ type: 'boolean', default: false })
  toy: boolean;

  @Column({ name: 'created_at', type: 'text' })
  createdAt: string;
}

export function toModel(row: ModelEntity): Model {
  const { id, type, path, recipe, labels, sizeBytes, architecture, contextLength, license, toy, createdAt } = row;
  return { id, type, path, recipe, labels, sizeBytes, architecture, contextLength, license, toy, createdAt };
}

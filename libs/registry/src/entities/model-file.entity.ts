import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ModelFile, ModelFileRole } from '../model.js';

@Entity('model_files')
export class ModelFileEntity {
  @PrimaryColumn({ name: 'model_id', type: 'text' })
  modelId: string;

  /** Files of a model are listed by this; the main one has 0. */
  @PrimaryColumn({ type: 'integer' })
  position: number;

  @Column({ type: 'text' })
  role: ModelFileRole;

  @Column({ type: 'text' })
  path: string;

  @Column({ name: 'size_bytes', type: 'integer' })
  sizeBytes: number;

  @Column({ type: 'text', nullable: true })
  sha256: string | null;
}

export function toFileRows(modelId: string, files: readonly ModelFile[]): ModelFileEntity[] {
  return files.map(({ role, path, sizeBytes, sha256 }, position) => ({
    ...{ modelId, position, role, path, sizeBytes, sha256 },
  }));
}

import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ModelFileRole } from '../model.js';

@Entity('pull_files')
export class PullFileEntity {
  @PrimaryColumn({ name: 'pull_id', type: 'text' })
  pullId: string;

  @PrimaryColumn({ type: 'integer' })
  position: number;

  @Column({ type: 'text' })
  role: ModelFileRole;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text' })
  url: string;

  @Column({ name: 'size_bytes', type: 'integer' })
  sizeBytes: number;

  @Column({ type: 'text', nullable: true })
  sha256: string | null;

  /** What the source called the file when its first part arrived; null before. */
  @Column({ type: 'text', nullable: true })
  etag: string | null;
}

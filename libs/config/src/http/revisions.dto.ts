import type { AuditActor } from '@hal0/platform';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { SettingChangeDto } from './settings.dto.js';

const ACTORS = ['operator', 'agent', 'system'] as const satisfies readonly AuditActor[];

/** One page of the history. */
export class RevisionsQueryDto {
  /** Rows at most. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;

  /** Continue below this revision: `nextBefore` of the previous page. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  before?: number;
}

/** One change of a configuration file. */
export class RevisionDto {
  id: number;
  /** When (ISO 8601). */
  at: string;
  @ApiProperty({ enum: ACTORS, enumName: 'AuditActor' })
  actor: AuditActor;
  /** What was done, dotted, e.g. `config.update`; `config.reload` is an edit by hand that hal0 came upon. */
  action: string;
  /** The file that was changed. */
  file: string;
  changes: SettingChangeDto[];
  /** Whether the values are still those that this revision set, so that it can be undone. */
  undoable: boolean;
  /** The revision that this one undid. */
  @ApiProperty({ type: 'integer', nullable: true })
  undoOf: number | null;
  /** The revision that undid this one. */
  @ApiProperty({ type: 'integer', nullable: true })
  undoneBy: number | null;
}

/** One page of revisions, newest first. */
export class RevisionsPageDto {
  revisions: RevisionDto[];
  /** What to ask the next page with; null when this was the last. */
  @ApiProperty({ type: 'integer', nullable: true })
  nextBefore: number | null;
}

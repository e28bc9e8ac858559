import { MODEL_TYPES, type ModelType } from '@hal0/config';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';

/** A model to be pulled. */
export class StartPullDto {
  /**
   * A repository of the hub (`owner/name`, `owner/name:Q4_K_M`, `owner/name:file.gguf`), an address of a file, or an id of the
   * catalogue.
   */
  @IsString()
  @MinLength(1)
  @MaxLength(2048)
  source: string;

  /** What the model is to be called; derived from the source when absent. */
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(128)
  id?: string;

  /** Taken from the file when absent. */
  @IsOptional()
  @IsIn(MODEL_TYPES)
  @ApiProperty({ enum: MODEL_TYPES, enumName: 'ModelType', required: false })
  type?: ModelType;

  /** Branch, tag or commit; the main branch when absent. */
  @IsOptional()
  @Matches(/^[\w][\w./-]{0,127}$/, { message: 'revision must be a branch, a tag or a commit' })
  revision?: string;
}

import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { IMPORT_OUTCOMES, type ImportOutcome } from '../toml/registry-exchange.service.js';

/** All models as a file. */
export class RegistryTomlDto {
  /** What `registry.toml` holds. */
  text: string;
  /** How many models that are. */
  models: number;
}

/** A `registry.toml` to be taken over. */
export class ImportRegistryDto {
  /** What the file holds. */
  @IsString()
  @MinLength(1)
  @MaxLength(1_000_000)
  text: string;

  /** Records take the place of models with their ids; those models are kept otherwise. */
  @IsOptional()
  @IsBoolean()
  replace?: boolean;

  /** Tells what would be done, and does nothing. */
  @IsOptional()
  @IsBoolean()
  preview?: boolean;
}

/** What became of one record. */
export class ImportedRecordDto {
  id: string;
  /** `kept`: a model of that id is there already; `skipped`: the record cannot be a model. */
  @ApiProperty({ enum: IMPORT_OUTCOMES, enumName: 'ImportOutcome' })
  outcome: ImportOutcome;
  /** Why it was skipped, or what is the matter with its files; null when nothing is. */
  note: string | null;
}

import { MODEL_TYPES, type ModelType } from '@hal0/config';
import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  MinLength,
  ValidateIf,
} from 'class-validator';
import { FLM_RECIPE } from '../model.js';
import { LABEL, LABEL_MESSAGE } from './model-label.js';

/** A model to be added to the registry: a local file, which is looked at and not copied, or one that FastFlowLM keeps. */
export class AddModelDto {
  /** Derived from what it is called where it comes from when absent. */
  @IsOptional()
  @IsString()
  @MinLength(1)
  id?: string;

  /** What people call it; the id when absent. */
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  name?: string;

  /** Taken from the file itself when absent. */
  @IsOptional()
  @IsIn(MODEL_TYPES)
  @ApiProperty({ enum: MODEL_TYPES, enumName: 'ModelType', required: false })
  type?: ModelType;

  /** Absolute path of the model file; absent with a checkpoint. */
  @ValidateIf(({ path, recipe }: AddModelDto) => path !== undefined || recipe === undefined)
  @IsString()
  @MinLength(1)
  @MaxLength(4096)
  path?: string;

  /** `flm` for a model that FastFlowLM keeps; the recipe of a file follows from its type. */
  @IsOptional()
  @IsIn([FLM_RECIPE])
  @ApiProperty({ enum: [FLM_RECIPE], enumName: 'FlmRecipe', required: false })
  recipe?: typeof FLM_RECIPE;

  /** What FastFlowLM calls the model, e.g. `qwen3:0.6b`; the type has to be said with it. */
  @ValidateIf(({ checkpoint, recipe }: AddModelDto) => checkpoint !== undefined || recipe !== undefined)
  @IsString()
  @MinLength(1)
  @MaxLength(128)
  checkpoint?: string;

  /** Abilities beyond the type; added to those the file speaks for. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(32)
  @Matches(LABEL, { each: true, message: LABEL_MESSAGE })
  labels?: string[];
}

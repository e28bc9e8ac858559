import { MODEL_TYPES, type ModelType } from '@hal0/config';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { LABEL, LABEL_MESSAGE } from './model-label.js';

const isSaid = (_object: object, value: unknown): boolean => value !== undefined;

/** Each by itself; null takes it away. */
export class EditDefaultsDto {
  /** Tokens that one request may use. */
  @IsOptional()
  @IsInt()
  @Min(128)
  @Max(16_777_216)
  contextSize?: number | null;

  /** Layers that the graphics card computes; the rest is left to the processor. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(999)
  gpuLayers?: number | null;

  /** Requests answered at once. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_024)
  parallel?: number | null;
}

/** What is to be said about a model from now on. What is not mentioned stays. */
export class EditModelDto {
  /** Null for the id. */
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  name?: string | null;

  /** For a model whose file does not tell, or tells it wrongly; while no slot has it. */
  @ValidateIf(isSaid)
  @IsIn(MODEL_TYPES)
  @ApiProperty({ enum: MODEL_TYPES, enumName: 'ModelType', required: false })
  type?: ModelType;

  /** In the place of those it has. */
  @ValidateIf(isSaid)
  @IsArray()
  @ArrayMaxSize(32)
  @Matches(LABEL, { each: true, message: LABEL_MESSAGE })
  labels?: string[];

  @IsOptional()
  @IsString()
  @MaxLength(200)
  license?: string | null;

  /** Absolute path of the file, where it is now. */
  @ValidateIf(isSaid)
  @IsString()
  @MinLength(1)
  @MaxLength(4096)
  path?: string;

  /** How slots load it where neither they nor their profile say. */
  @ValidateIf(isSaid)
  @IsObject()
  @ValidateNested()
  @Type(() => EditDefaultsDto)
  defaults?: EditDefaultsDto;
}

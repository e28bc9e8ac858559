import { MODEL_TYPES, type ModelType } from '@hal0/config';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { MODEL_STATES, type ModelState } from '../model.js';

/** Every filter that is given has to fit. */
export class ModelsQueryDto {
  /** Only models with this text in their id, name, architecture, repository or a label; in either case. */
  @IsOptional()
  @IsString()
  @MaxLength(256)
  q?: string;

  @IsOptional()
  @IsIn(MODEL_TYPES)
  @ApiProperty({ enum: MODEL_TYPES, enumName: 'ModelType', required: false })
  type?: ModelType;

  /** Only models with this ability. */
  @IsOptional()
  @IsString()
  @MaxLength(32)
  label?: string;

  @IsOptional()
  @IsIn(MODEL_STATES)
  @ApiProperty({ enum: MODEL_STATES, enumName: 'ModelState', required: false })
  state?: ModelState;
}

/** How much goes with a model that is removed. */
export class RemoveModelQueryDto {
  /** Its files in the model store are deleted too. Files elsewhere, and those of another model, stay. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => toBoolean(value))
  @IsBoolean()
  files?: boolean;

  /** Slots that have it are unloaded and left without a model. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => toBoolean(value))
  @IsBoolean()
  cascade?: boolean;
}

const toBoolean = (value: unknown): unknown => (value === 'true' ? true : value === 'false' ? false : value);

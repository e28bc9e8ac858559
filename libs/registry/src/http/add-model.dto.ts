import { MODEL_TYPES, type ModelType } from '@hal0/config';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';

/** A local file to be added to the registry. It is looked at, not copied. */
export class AddModelDto {
  /** Derived from the file's name when absent. */
  @IsOptional()
  @IsString()
  @MinLength(1)
  id?: string;

  /** Taken from the file itself when absent. */
  @IsOptional()
  @IsIn(MODEL_TYPES)
  @ApiProperty({ enum: MODEL_TYPES, enumName: 'ModelType', required: false })
  type?: ModelType;

  /** Absolute path of the model file. */
  @IsString()
  @MinLength(1)
  @MaxLength(4096)
  path: string;

  /** Abilities beyond the type; added to those the file speaks for. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(32)
  @Matches(/^[a-z0-9][a-z0-9-]{0,31}$/, { each: true, message: 'a label holds a-z, 0-9 and -, at most 32 of them' })
  labels?: string[];
}

import { MODEL_TYPES, type ModelType } from '@hal0/config';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString } from 'class-validator';
import { UpdateSlotDto } from './update-slot.dto.js';

/** A new slot; what is left out gets its default. */
export class CreateSlotDto extends UpdateSlotDto {
  /** Unique: a-z, 0-9, `_` and `-`, at most 32, beginning with a letter or digit. */
  @IsString()
  name: string;

  @IsIn(MODEL_TYPES)
  @ApiProperty({ enum: MODEL_TYPES, enumName: 'ModelType' })
  type: ModelType;
}

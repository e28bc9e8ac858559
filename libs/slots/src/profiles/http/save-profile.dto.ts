import { IsOptional, IsString, MaxLength } from 'class-validator';
import { SlotOptionsDto } from '../../http/slot-options.dto.js';

/** What to change of a profile, or what a new one says. Fields that are absent stay as they are; null takes a value out. */
export class SaveProfileDto extends SlotOptionsDto {
  /** What it is for, in a sentence. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  description?: string | null;
}

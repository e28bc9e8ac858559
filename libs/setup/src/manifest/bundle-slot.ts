import { MODEL_TYPES, type ModelType } from '@hal0/config';
import { SAFE_NAME } from '@hal0/platform';
import { UpdateSlotDto } from '@hal0/slots';
import { IsIn, IsOptional, IsString, Matches, MinLength } from 'class-validator';

/** How a bundle sets a slot. Beyond the model, anything a person may set. */
export class BundleSlot extends UpdateSlotDto {
  @Matches(SAFE_NAME, { message: 'slot must be the name of a slot' })
  slot: string;

  /** For a slot that is not one of those that are always there; the type of its model when absent. */
  @IsOptional()
  @IsIn(MODEL_TYPES)
  type?: ModelType;

  /** Registry id of one of the bundle's models. */
  @IsString()
  @MinLength(1)
  override model = '';
}

import { SAFE_NAME } from '@hal0/platform';
import { UpdateSlotDto } from '@hal0/slots';
import { IsString, Matches, MinLength } from 'class-validator';

/** How a bundle sets a slot. Beyond the model, anything a person may set. */
export class BundleSlot extends UpdateSlotDto {
  @Matches(SAFE_NAME, { message: 'slot must be the name of a slot' })
  slot: string;

  /** Registry id of one of the bundle's models. */
  @IsString()
  @MinLength(1)
  override model = '';
}

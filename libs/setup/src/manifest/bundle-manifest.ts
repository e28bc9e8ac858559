import { SAFE_NAME } from '@hal0/platform';
import { Type } from 'class-transformer';
import {
  ArrayMinSize,
  Equals,
  IsArray,
  IsBoolean,
  IsString,
  Matches,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { BundleModel } from './bundle-model.js';
import { BundleSlot } from './bundle-slot.js';

/** `bundle.json`: a named set of models and of the slots they go to. The class is the schema. */
export class BundleManifest {
  @Equals(1)
  schemaVersion: 1;

  @Matches(SAFE_NAME, { message: 'id must hold a-z, 0-9, _ and -' })
  id: string;

  @IsString()
  @MinLength(1)
  name: string;

  /** One or two sentences for whoever chooses. */
  @IsString()
  @MinLength(1)
  description: string;

  /** Made for trying the plumbing, not for its answers. */
  @IsBoolean()
  toy: boolean;

  @IsArray()
  @ArrayMinSize(1)
  @ValidateNested({ each: true })
  @Type(() => BundleModel)
  models: BundleModel[];

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => BundleSlot)
  slots: BundleSlot[];
}

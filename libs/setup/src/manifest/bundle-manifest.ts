import { SAFE_NAME } from '@hal0/platform';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  Equals,
  IsArray,
  IsBoolean,
  IsNotIn,
  IsNumber,
  IsOptional,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { BundleModel } from './bundle-model.js';
import { BundleSlot } from './bundle-slot.js';
import { PlainWords } from './plain-words.js';

/** Words of routes beside `/api/bundles/<id>`. */
export const RESERVED_IDS: readonly string[] = ['run', 'skip', 'export', 'import'];

/** A named set of models and of the slots they go to, as it stands in a file. The class is the schema. */
export class BundleManifest {
  @Equals(1, { message: 'schemaVersion must be 1; another one is of a newer hal0' })
  schemaVersion: 1;

  @IsNotIn(RESERVED_IDS, { message: 'id must be another: this one means something else to hal0' })
  @Matches(SAFE_NAME, { message: 'id must hold a-z, 0-9, _ and -' })
  id: string;

  @PlainWords()
  @MaxLength(64)
  name: string;

  /** Who put it together. */
  @IsOptional()
  @PlainWords()
  @MaxLength(64)
  vendor?: string;

  /** One or two sentences for whoever chooses. */
  @PlainWords()
  @MaxLength(1_000)
  description: string;

  /** Made for trying the plumbing, not for its answers. */
  @IsBoolean()
  toy: boolean;

  /** Memory of the machine that it is meant for, as the machine is sold: 16, 32, 64 … */
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1_048_576)
  minRamGb?: number;

  /** Whether it may also put chat, transcription and embedding on the NPU, where FastFlowLM is present. */
  @IsOptional()
  @IsBoolean()
  npuTrio?: boolean;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(64)
  @ArrayUnique(({ id }: BundleModel) => id, { message: 'every model must have an id of its own' })
  @ValidateNested({ each: true })
  @Type(() => BundleModel)
  models: BundleModel[];

  @IsArray()
  @ArrayMaxSize(64)
  @ArrayUnique(({ slot }: BundleSlot) => slot, { message: 'every slot may be set once' })
  @ValidateNested({ each: true })
  @Type(() => BundleSlot)
  slots: BundleSlot[];
}

import { MODEL_TYPES, type ModelType } from '@hal0/config';
import { isModelId } from '@hal0/registry';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateBy,
} from 'class-validator';
import { PlainWords } from './plain-words.js';

const MODEL_ID = {
  name: 'isModelId',
  validator: { validate: (id: unknown) => typeof id === 'string' && isModelId(id) },
};

/** A petabyte: no disk is larger, and sums of such numbers are exact. */
const LARGEST_BYTES = 1e15;

/**
 * A model of a bundle. At most one of `file`, `catalogue`, `source` and `checkpoint` says where it comes from; one without
 * any has to be on the box already.
 */
export class BundleModel {
  /** What the registry will know it by. */
  @ValidateBy(MODEL_ID, { message: 'id must be words of letters, digits, ., _ and -, joined by / or :' })
  id: string;

  @IsIn(MODEL_TYPES)
  type: ModelType;

  /** Of all its files. What the hub tells when they are fetched is what counts. */
  @IsInt()
  @Min(0)
  @Max(LARGEST_BYTES)
  sizeBytes: number;

  /** Path below the manifest's own folder, of a file that comes with hal0. */
  @IsOptional()
  @MaxLength(1_024)
  @Matches(/^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$)).+$/, { message: 'file must be a path below the folder of the manifest' })
  file?: string;

  /** Of the whole `file`, in hex. */
  @IsOptional()
  @Matches(/^[0-9a-f]{64}$/, { message: 'sha256 must be 64 hex digits' })
  sha256?: string;

  /** Its id in the curated catalogue. */
  @IsOptional()
  @PlainWords()
  @MaxLength(128)
  catalogue?: string;

  /** As for a pull: `<owner>/<repository>:<variant or file>`, or an address. */
  @IsOptional()
  @PlainWords()
  @MaxLength(2_048)
  source?: string;

  /** The commit that `source` is fetched from; the newest when absent. */
  @IsOptional()
  @Matches(/^[\w.-]{1,128}$/, { message: 'revision must be a commit, a branch or a tag' })
  revision?: string;

  /** What FastFlowLM calls it, which keeps it itself. */
  @IsOptional()
  @PlainWords()
  @MaxLength(128)
  checkpoint?: string;

  /** Abilities beyond the type and beyond what the file speaks for. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(32)
  @IsString({ each: true })
  @MaxLength(64, { each: true })
  labels?: string[];

  /** SPDX expression, or words where there is none. */
  @IsOptional()
  @PlainWords()
  @MaxLength(256)
  license?: string;
}

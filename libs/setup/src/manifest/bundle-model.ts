import { MODEL_TYPES, type ModelType } from '@hal0/config';
import { isModelId } from '@hal0/registry';
import {
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  Min,
  MinLength,
  ValidateBy,
} from 'class-validator';

const MODEL_ID = {
  name: 'isModelId',
  validator: { validate: (id: unknown) => typeof id === 'string' && isModelId(id) },
};

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
  sizeBytes: number;

  /** Path below the manifest's own folder, of a file that comes with hal0. */
  @IsOptional()
  @Matches(/^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$)).+$/, { message: 'file must be a path below the folder of the manifest' })
  file?: string;

  /** Of the whole `file`, in hex. */
  @IsOptional()
  @Matches(/^[0-9a-f]{64}$/, { message: 'sha256 must be 64 hex digits' })
  sha256?: string;

  /** Its id in the curated catalogue. */
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(128)
  catalogue?: string;

  /** As for a pull: `<owner>/<repository>:<variant or file>`, or an address. */
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(2_048)
  source?: string;

  /** The commit that `source` is fetched from; the newest when absent. */
  @IsOptional()
  @Matches(/^[\w.-]{1,128}$/, { message: 'revision must be a commit, a branch or a tag' })
  revision?: string;

  /** What FastFlowLM calls it, which keeps it itself. */
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(128)
  checkpoint?: string;

  /** Abilities beyond the type and beyond what the file speaks for. */
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  labels?: string[];

  /** SPDX expression, or words where there is none. */
  @IsOptional()
  @IsString()
  @MinLength(1)
  license?: string;
}

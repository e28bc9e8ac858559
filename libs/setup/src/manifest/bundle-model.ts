import { RECIPES, type Model } from '@hal0/registry';
import { IsArray, IsIn, IsInt, IsOptional, IsString, Matches, Min, MinLength } from 'class-validator';

const TYPES = Object.keys(RECIPES);

/** A model file that comes with a bundle. */
export class BundleModel {
  /** What the registry will know it by. */
  @IsString()
  @MinLength(1)
  id: string;

  /** Path below the manifest's own folder. */
  @Matches(/^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$)).+$/, { message: 'file must be a path below the folder of the manifest' })
  file: string;

  @IsIn(TYPES)
  type: Model['type'];

  /** Abilities beyond the type and beyond what the file speaks for. */
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  labels?: string[];

  /** Of the whole file, in hex. */
  @Matches(/^[0-9a-f]{64}$/, { message: 'sha256 must be 64 hex digits' })
  sha256: string;

  @IsInt()
  @Min(1)
  sizeBytes: number;

  /** SPDX expression, or words where there is none. */
  @IsString()
  @MinLength(1)
  license: string;
}

import { MODEL_TYPES, type ModelType } from '@hal0/config';
import { Type } from 'class-transformer';
import {
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsString,
  Matches,
  Min,
  MinLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { LABEL, LABEL_MESSAGE } from '../http/model-label.js';
import { MODEL_FILE_ROLES, type ModelFileRole } from '../model.js';

/** Where one of the files of a curated model is. */
export class CatalogueFile {
  @IsIn(MODEL_FILE_ROLES)
  role: ModelFileRole;

  /** `<owner>/<name>` on the hub. */
  @Matches(/^[\w.-]+\/[\w.-]+$/, { message: 'repository must be <owner>/<name>' })
  repository: string;

  /** Of the file, relative to the repository. */
  @Matches(/^(?!.*(?:^|\/)\.\.?(?:\/|$))[\w.-]+(?:\/[\w.-]+)*$/, { message: 'path must be one below the repository' })
  path: string;
}

/** A model that hal0 knows to work, and where to get it. The class is the schema. */
export class CatalogueModel {
  /** What the registry will know it by. */
  @IsString()
  @MinLength(1)
  id: string;

  /** What people call it. */
  @IsString()
  @MinLength(1)
  name: string;

  /** What it is good for, in a sentence. */
  @IsString()
  @MinLength(1)
  description: string;

  @IsIn(MODEL_TYPES)
  type: ModelType;

  /** The backend that runs it, in Lemonade's words. */
  @IsString()
  @MinLength(1)
  recipe: string;

  /** As the hub writes it; null when its owner does not say. */
  @ValidateIf(({ license }: CatalogueModel) => license !== null)
  @IsString()
  @MinLength(1)
  license: string | null;

  /** Whether its owner has to let one in first. */
  @IsBoolean()
  gated: boolean;

  /** Abilities beyond the type. */
  @IsArray()
  @Matches(LABEL, { each: true, message: LABEL_MESSAGE })
  labels: string[];

  /** Of all files together, as published; the hub tells exactly. */
  @IsInt()
  @Min(1)
  sizeBytes: number;

  @IsArray()
  @ArrayMinSize(1)
  @ValidateNested({ each: true })
  @Type(() => CatalogueFile)
  files: CatalogueFile[];
}

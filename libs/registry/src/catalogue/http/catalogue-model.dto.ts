import { MODEL_TYPES, type ModelType } from '@hal0/config';
import type { FitVerdict } from '@hal0/hardware';
import { ApiProperty } from '@nestjs/swagger';
import type { BoxFit } from '../../fit/box-fit.js';
import { FIT_VERDICTS } from '../../inspection/http/model-inspection.dto.js';
import { MODEL_FILE_ROLES, type ModelFileRole } from '../../model.js';
import type { CatalogueModel } from '../catalogue-model.js';

/** Where one of the files of a curated model is. */
export class CatalogueFileDto {
  @ApiProperty({ enum: MODEL_FILE_ROLES, enumName: 'ModelFileRole' })
  role: ModelFileRole;
  /** `<owner>/<name>` on the hub. */
  repository: string;
  /** Relative to the repository. */
  path: string;
}

/** A model that hal0 knows to work; its id is a source of a pull. */
export class CatalogueModelDto {
  /** What the registry will know it by. */
  id: string;
  /** What people call it. */
  name: string;
  /** What it is good for, in a sentence. */
  description: string;
  @ApiProperty({ enum: MODEL_TYPES, enumName: 'ModelType' })
  type: ModelType;
  /** The backend that runs it, in Lemonade's words. */
  recipe: string;
  /** Null when its owner does not say. */
  license: string | null;
  /** Whether its owner has to let one in first. */
  gated: boolean;
  /** Abilities beyond the type. */
  labels: string[];
  /** Of all files together, as published; the hub tells exactly. */
  sizeBytes: number;
  files: CatalogueFileDto[];
  /** Whether the registry has it. */
  installed: boolean;
  /** Whether this box can run it with nothing else loaded, estimated from the size of its files. */
  @ApiProperty({ enum: FIT_VERDICTS, enumName: 'FitVerdict' })
  fits: FitVerdict;
  /** One sentence that names the numbers. */
  fitMessage: string;
}

export const toCatalogueModelDto = (
  model: CatalogueModel,
  installed: boolean,
  { fits, message }: BoxFit,
): CatalogueModelDto => ({ ...model, installed, fits, fitMessage: message });

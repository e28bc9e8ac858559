import { MODEL_TYPES, type ModelType } from '@hal0/config';
import { ApiProperty, PickType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsOptional, Matches, ValidateNested } from 'class-validator';
import { AddModelDto } from '../../http/add-model.dto.js';
import { SCAN_STATES, type ScannedModel, type ScanOutcome, type ScanState } from '../scanned-model.js';

const ABSOLUTE = /^\/[^\0]*$/;

/** Where to look for model files. */
export class ScanFoldersDto {
  /** Absolute; the model store and the folders of `[models].roots` when absent. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(32)
  @Matches(ABSOLUTE, { each: true, message: 'paths must be absolute' })
  paths?: string[];

  /** Folders below them too; yes when absent. */
  @IsOptional()
  @IsBoolean()
  recursive?: boolean;
}

/** A file that is to be added. */
export class ScanChoiceDto extends PickType(AddModelDto, ['id', 'name', 'type']) {
  /** Absolute. */
  @Matches(ABSOLUTE, { message: 'path must be absolute' })
  path: string;
}

/** Which of the files that are found are to be added; all new ones when nothing is chosen. */
export class ScanModelsDto extends ScanFoldersDto {
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(1_000)
  @ValidateNested({ each: true })
  @Type(() => ScanChoiceDto)
  models?: ScanChoiceDto[];
}

/** Why a file cannot be added. */
export class ScanProblemDto {
  /** Of the error, e.g. `model.file_corrupt`. */
  code: string;
  message: string;
}

/** A model file that was found. */
export class ScannedModelDto {
  /** Absolute path of the file that is loaded. */
  path: string;
  /** What it would be called, or is. */
  id: string;
  name: string;
  /** Null when the file does not tell; whoever adds it has to say. */
  @ApiProperty({ enum: MODEL_TYPES, enumName: 'ModelType', nullable: true })
  type: ModelType | null;
  labels: string[];
  /** Absolute paths of everything the model stands in. */
  files: string[];
  /** The projector that lies beside it. */
  mmproj: string | null;
  /** Of all files together. */
  sizeBytes: number;
  quantization: string | null;
  /** Tokens the model was made for; null when the file does not tell. */
  contextLength: number | null;
  /** `known`: it is registered; `skipped`: it cannot be added as it is. */
  @ApiProperty({ enum: SCAN_STATES, enumName: 'ScanState' })
  state: ScanState;
  /** Why it is skipped; null otherwise. */
  problem: ScanProblemDto | null;
}

/** What was found, and where was looked. */
export class ScanDto {
  roots: string[];
  /** By path. */
  models: ScannedModelDto[];
}

/** A file that was not added. */
export class ScanSkippedDto extends ScanProblemDto {
  path: string;
}

/** What became of a scan. */
export class ScanResultDto {
  roots: string[];
  /** Ids of the models that are registered now. */
  added: string[];
  /** Models that could not be loaded and can now: their files are back, here or where they were. */
  healed: string[];
  skipped: ScanSkippedDto[];
}

export function toScannedModelDto({ files, labels, ...model }: ScannedModel): ScannedModelDto {
  return {
    ...model,
    labels: [...labels],
    files: files.map(({ path }) => path),
    mmproj: files.find(({ role }) => role === 'mmproj')?.path ?? null,
  };
}

export const toScanResultDto = ({ roots, added, healed, skipped }: ScanOutcome): ScanResultDto => ({
  roots: [...roots],
  added: [...added],
  healed: [...healed],
  skipped: [...skipped],
});

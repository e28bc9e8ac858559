import { MODEL_TYPES, type ModelType } from '@hal0/config';
import type { FitVerdict } from '@hal0/hardware';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength, MinLength } from 'class-validator';
import { ModelFactsDto } from '../../http/model.dto.js';
import type { SourceInspection } from '../source/source-inspection.js';

export const FIT_VERDICTS = ['yes', 'tight', 'no'] as const satisfies readonly FitVerdict[];

/** What is to be looked at. */
export class InspectModelDto {
  /** `owner/name`, `owner/name:variant`, `owner/name@revision`, an address, an id of the catalogue, or an absolute path. */
  @IsString()
  @MinLength(1)
  @MaxLength(4096)
  source: string;
}

/** A file that is there to be fetched. */
export class AvailableFileDto {
  /** Relative to the repository; absolute for a file of this machine. */
  path: string;
  sizeBytes: number;
  /** In hex; null when the hub does not tell. */
  sha256: string | null;
}

/** One of the forms in which a model can be had. */
export class ModelVariantDto {
  /** As it is written behind the colon of a source. */
  name: string;
  /** Everything that is fetched of it, the file that is loaded first; without the projector. */
  files: AvailableFileDto[];
  /** Of all files together. */
  sizeBytes: number;
  /** E.g. `Q4_K_M`; null when its name does not tell. */
  quantization: string | null;
  /** Whether it is split into several files. */
  sharded: boolean;
  /** Whether this box can run it with nothing else loaded. `tight`: it can, but leaves next to nothing, or it is slow. */
  @ApiProperty({ enum: FIT_VERDICTS, enumName: 'FitVerdict' })
  fits: FitVerdict;
  /** Memory it takes, with the projector, in MiB. */
  needMib: number;
  /** Tokens that one request may use at most in the memory of this box; null when that is not known. */
  largestContext: number | null;
  /** One sentence that names the numbers. */
  fitMessage: string;
  /** At most one is: what was asked for, otherwise the best that fits. */
  recommended: boolean;
}

/** What a model would be called and be when nobody says otherwise. */
export class SuggestedModelDto {
  id: string;
  name: string;
  /** Null when nothing tells; whoever adds it has to say. */
  @ApiProperty({ enum: MODEL_TYPES, enumName: 'ModelType', nullable: true })
  type: ModelType | null;
  recipe: string | null;
  labels: string[];
}

/** Why something is missing. */
export class InspectionProblemDto {
  /** Of the error, e.g. `hub.gated`. */
  code: string;
  message: string;
}

/** What can be known of a model before it is fetched or added. */
export class ModelInspectionDto {
  /** `<owner>/<name>` on the hub; null for an address or a file. */
  repository: string | null;
  /** The commit that this is about. */
  revision: string | null;
  url: string | null;
  /** Its id in the curated catalogue. */
  catalogueId: string | null;
  license: string | null;
  /** Whether its owner has to let one in first. */
  gated: boolean;
  /** Smallest first. */
  variants: ModelVariantDto[];
  /** Projectors for pictures, the one first that is fetched with the model. */
  mmproj: AvailableFileDto[];
  suggested: SuggestedModelDto;
  /** What a header says: that of the variant that was asked for, or is fetched when none is named. Null when it could not be read or says nothing. */
  facts: ModelFactsDto | null;
  /** Ids of registered models that came from there. */
  installed: string[];
  /** Why facts or variants are missing; null when nothing is. */
  problem: InspectionProblemDto | null;
}

export function toInspectionDto(inspection: SourceInspection): ModelInspectionDto {
  const { source, variants, mmproj, suggested, installed, ...rest } = inspection;
  const { repository, revision, url, catalogueId } = source;
  return {
    ...{ repository, revision, url, catalogueId },
    ...rest,
    variants: variants.map((variant) => ({ ...variant, files: [...variant.files] })),
    mmproj: [...mmproj],
    suggested: { ...suggested, labels: [...suggested.labels] },
    installed: [...installed],
  };
}

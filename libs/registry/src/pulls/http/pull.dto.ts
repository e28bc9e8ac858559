import { ApiProperty } from '@nestjs/swagger';
import { MODEL_FILE_ROLES, type ModelFileRole } from '../../model.js';
import { PULL_STATES, type PullState, type Pull } from '../pull.js';

/** A file that a pull brings. */
export class PullFileDto {
  /** What it is called on this machine. */
  name: string;
  @ApiProperty({ enum: MODEL_FILE_ROLES, enumName: 'ModelFileRole' })
  role: ModelFileRole;
  sizeBytes: number;
  /** On this machine already. */
  bytesDone: number;
  /** What the hub says the digest is, in hex; null when it does not say. */
  sha256: string | null;
}

/** Why a pull has failed. */
export class PullFailureDto {
  /** Code of the error, e.g. `pull.checksum_mismatch`. */
  code: string;
  message: string;
}

/** The fetching of one model. */
export class PullDto {
  /** 16 hex digits. */
  id: string;
  /** What the model is called here. */
  modelId: string;
  /** What people call it. */
  name: string;
  /** Where it comes from, as it was asked for. */
  source: string;
  @ApiProperty({ enum: PULL_STATES, enumName: 'PullState' })
  state: PullState;
  /** On this machine already. */
  bytesDone: number;
  bytesTotal: number;
  /** Of the last seconds; 0 when nothing runs. */
  bytesPerSecond: number;
  /** At that speed; null when nobody can tell. */
  @ApiProperty({ type: 'integer', nullable: true })
  secondsLeft: number | null;
  files: PullFileDto[];
  /** Null unless it has failed. */
  @ApiProperty({ type: PullFailureDto, nullable: true })
  error: PullFailureDto | null;
  /** When it was asked for (ISO 8601). */
  createdAt: string;
  startedAt: string | null;
  /** When it was completed, has failed or was cancelled. */
  finishedAt: string | null;
}

/** A pull, and whether it was there already. */
export class StartedPullDto extends PullDto {
  /** Whether a pull of the same model that had not ended came back. */
  resumed: boolean;
}

export const toPullDto = (pull: Pull): PullDto => ({ ...pull, files: pull.files.map((file) => ({ ...file })) });

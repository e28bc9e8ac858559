import { ApiProperty } from '@nestjs/swagger';
import { KEPT_REASONS, type KeptReason } from '../removal/model-removal.service.js';

/** A file of a removed model that is still there. */
export class KeptFileDto {
  path: string;
  /** `outside_store`: it is not in the model store; `shared`: another model stands in it too; `not_asked`: nobody asked for files; `refused`: the disk does not let it go. */
  @ApiProperty({ enum: KEPT_REASONS, enumName: 'KeptReason' })
  reason: KeptReason;
}

/** What became of a model that was removed, and of its files. */
export class RemovedModelDto {
  id: string;
  /** Slots that had it, and are without a model now. */
  released: string[];
  /** Absolute paths. */
  filesRemoved: string[];
  filesKept: KeptFileDto[];
  /** Of the files that were removed. */
  bytesFreed: number;
}

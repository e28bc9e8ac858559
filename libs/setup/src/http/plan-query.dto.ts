import { Transform } from 'class-transformer';
import { IsBoolean, IsOptional } from 'class-validator';

/** What is to be planned. */
export class PlanQueryDto {
  /** With chat, transcription and embedding on the NPU as well. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  npuOptIn?: boolean;
}

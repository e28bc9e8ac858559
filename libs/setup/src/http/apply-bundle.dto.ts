import { IsBoolean, IsOptional } from 'class-validator';

/** How a bundle is to be applied. */
export class ApplyBundleDto {
  /** Put chat, transcription and embedding on the NPU as well. */
  @IsOptional()
  @IsBoolean()
  npuOptIn?: boolean;

  /** Also where memory or disk are too small for it. */
  @IsOptional()
  @IsBoolean()
  force?: boolean;
}

import { IsOptional, IsString, MaxLength, MinLength } from 'class-validator';

/** What the bundle is to be called. */
export class ExportQueryDto {
  /** `My box` when absent. */
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(64)
  name?: string;
}

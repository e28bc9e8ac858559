import { SAFE_NAME } from '@hal0/platform';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsOptional, IsString, Matches } from 'class-validator';

/** What it is called in lists, records and paths. */
const KEY_NAME = /^[A-Za-z0-9][A-Za-z0-9 ._@-]{0,63}$/;

/** An API key, without the key itself. */
export class ApiKeyDto {
  /** Unique; stands in the record of each request. */
  name: string;
  /** Slots it may use; null for all. */
  @ApiProperty({ type: [String], nullable: true })
  slots: string[] | null;
  /** Whether nothing of its requests may leave this machine. */
  localOnly: boolean;
  /** ISO 8601. */
  createdAt: string;
  /** ISO 8601; null for one that was never used. */
  @ApiProperty({ type: String, nullable: true })
  lastUsedAt: string | null;
}

/** An API key that was just made. */
export class NewApiKeyDto extends ApiKeyDto {
  /** The key. It is told this once, and hal0 does not keep it. */
  key: string;
}

/** A new API key. With any limit it is for requests to models only. */
export class CreateApiKeyDto {
  /** Up to 64 letters, digits, blanks and `._@-`; begins with a letter or digit. */
  @IsString()
  @Matches(KEY_NAME, {
    message: 'name must begin with a letter or digit and hold up to 64 letters, digits, blanks and ._@-',
  })
  name: string;

  /** Slots it may use; all when absent. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @Matches(SAFE_NAME, { each: true, message: 'slots must be names of slots' })
  @ApiProperty({ type: [String], nullable: true, required: false })
  slots?: string[] | null;

  /** Whether nothing of its requests may leave this machine; false when absent. */
  @IsOptional()
  @IsBoolean()
  localOnly?: boolean;
}

import { AUTH_STYLES, type AuthStyle } from '@hal0/config';
import { SAFE_NAME } from '@hal0/platform';
import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNotIn,
  IsNumber,
  IsOptional,
  IsPositive,
  IsString,
  IsUrl,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';

/** Words of the paths of the API, and what answers say of models of this machine. */
const TAKEN_NAMES = ['presets', 'test', 'hal0', 'lemonade'];
const ADDRESS = { protocols: ['http', 'https'], require_tld: false, require_protocol: true, disallow_auth: true };

/** How to reach a provider. Fields that are absent stay as they are; null takes a value away, so that the built-in one holds. */
export class UpstreamFieldsDto {
  /** Whether requests may go there. */
  @IsOptional()
  @IsBoolean()
  enabled?: boolean;

  /** How its key is sent; `anthropic` also means that it speaks the API of Anthropic. */
  @IsOptional()
  @IsIn(AUTH_STYLES)
  @ApiProperty({ enum: AUTH_STYLES, enumName: 'UpstreamAuthStyle', required: false })
  authStyle?: AuthStyle;

  /** Name of the header when `authStyle` is `header`. */
  @IsOptional()
  @Matches(/^[A-Za-z0-9-]{1,64}$/)
  authHeader?: string | null;

  /** Name of the secret that holds its key, e.g. `OPENAI_API_KEY`; never the key itself. */
  @IsOptional()
  @Matches(/^[A-Z][A-Z0-9_]{0,63}$/)
  keyName?: string | null;

  /** Longest silence of an answer before it is given up. */
  @IsOptional()
  @IsNumber()
  @IsPositive()
  @Max(3_600)
  timeoutSeconds?: number | null;

  /** Requests sent there at once; null for no limit. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_024)
  concurrency?: number | null;

  /** Whether its models stand in `/v1/models`. */
  @IsOptional()
  @IsBoolean()
  advertiseModels?: boolean;

  /** Models that it has beside those that it lists. */
  @IsOptional()
  @IsArray()
  @ArrayUnique()
  @ArrayMaxSize(1_000)
  @IsString({ each: true })
  @MaxLength(256, { each: true })
  models?: string[];
}

/** What to change of an upstream. */
export class UpdateUpstreamDto extends UpstreamFieldsDto {
  /** Address of its API, usually ending in `/v1`. */
  @IsOptional()
  @IsUrl(ADDRESS)
  @MaxLength(2_048)
  url?: string;
}

/** Settings to try; nothing is saved. */
export class TryUpstreamDto extends UpstreamFieldsDto {
  /** Address of its API, usually ending in `/v1`. */
  @IsUrl(ADDRESS)
  @MaxLength(2_048)
  url: string;

  /** A key to try instead of the secret that `keyName` names. It is not kept. */
  @IsOptional()
  @Matches(/^[\x21-\x7e]{1,4096}$/)
  key?: string;
}

/** A new upstream; what is left out gets its default. */
export class CreateUpstreamDto extends UpstreamFieldsDto {
  /** Unique: a-z, 0-9, `_` and `-`, at most 32, beginning with a letter or digit. */
  @IsNotIn(TAKEN_NAMES, { message: 'name must not be a word of hal0 itself: presets, test, hal0 or lemonade' })
  @Matches(SAFE_NAME, { message: 'name must be of a-z, 0-9, _ and -, at most 32, the first a letter or digit' })
  name: string;

  /** Address of its API, usually ending in `/v1`. */
  @IsUrl(ADDRESS)
  @MaxLength(2_048)
  url: string;
}

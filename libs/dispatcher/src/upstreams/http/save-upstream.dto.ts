import { AUTH_HEADER, AUTH_STYLES, RESERVED_UPSTREAM_NAMES, UPSTREAM_MODEL_ID, type AuthStyle } from '@hal0/config';
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
  IsString,
  IsUrl,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
} from 'class-validator';

const ADDRESS = { protocols: ['http', 'https'], require_tld: false, require_protocol: true, disallow_auth: true };
const ADDRESS_WORDS = {
  message:
    'url must be an address such as https://api.example.com/v1, with http or https, a host name or plain IP address, and no user name or password',
};
/** Shorter than any answer takes, and every request would be given up. */
const SHORTEST_SILENCE_SECONDS = 1;

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
  @Matches(AUTH_HEADER, { message: 'authHeader must be a header such as x-api-key, and none that HTTP itself needs' })
  authHeader?: string | null;

  /** Name of the secret that holds its key, e.g. `OPENAI_API_KEY`; never the key itself. */
  @IsOptional()
  @Matches(/^[A-Z][A-Z0-9_]{0,63}$/)
  keyName?: string | null;

  /** Longest silence of an answer before it is given up. */
  @IsOptional()
  @IsNumber()
  @Min(SHORTEST_SILENCE_SECONDS)
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
  @Matches(UPSTREAM_MODEL_ID, {
    each: true,
    message: 'models must be ids of 1 to 256 characters, none of them a control character',
  })
  models?: string[];
}

/** What to change of an upstream. */
export class UpdateUpstreamDto extends UpstreamFieldsDto {
  /** Address of its API, usually ending in `/v1`. Where it leads to another host or port, `keyName` has to be given too. */
  @ValidateIf(isGiven)
  @IsUrl(ADDRESS, ADDRESS_WORDS)
  @MaxLength(2_048)
  url?: string;
}

/** Settings to try; nothing is saved. */
export class TryUpstreamDto extends UpstreamFieldsDto {
  /** Address of its API, usually ending in `/v1`. */
  @IsUrl(ADDRESS, ADDRESS_WORDS)
  @MaxLength(2_048)
  url: string;

  /**
   * A key to try. It is not kept. Without one the secret that `keyName` names is sent, as long as a saved upstream has that
   * secret for the same host and port.
   */
  @ValidateIf(isGiven)
  @Matches(/^[\x21-\x7e]{1,4096}$/)
  key?: string;
}

/** A new upstream; what is left out gets its default. */
export class CreateUpstreamDto extends UpstreamFieldsDto {
  /** Unique: a-z, 0-9, `_` and `-`, at most 32, beginning with a letter or digit. */
  @IsNotIn(RESERVED_UPSTREAM_NAMES, {
    message: 'name must not be a word of hal0 itself: presets, test, hal0 or lemonade',
  })
  @Matches(SAFE_NAME, { message: 'name must be of a-z, 0-9, _ and -, at most 32, the first a letter or digit' })
  name: string;

  /** Address of its API, usually ending in `/v1`. */
  @IsUrl(ADDRESS, ADDRESS_WORDS)
  @MaxLength(2_048)
  url: string;
}

/** Unlike with `@IsOptional`, null is not taken for absent. */
function isGiven(_dto: object, value: unknown): boolean {
  return value !== undefined;
}

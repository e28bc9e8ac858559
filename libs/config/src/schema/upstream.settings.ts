import {
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsPositive,
  IsString,
  IsUrl,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { Setting } from './setting.decorator.js';

/** How a provider wants its key. `anthropic` also says which API it speaks. */
export const AUTH_STYLES = ['bearer', 'header', 'anthropic', 'google_query', 'none'] as const;
export type AuthStyle = (typeof AUTH_STYLES)[number];

/** Names that mean something else in addresses, and in what answers say of models of this machine. */
export const RESERVED_UPSTREAM_NAMES: readonly string[] = ['presets', 'test', 'hal0', 'lemonade'];

/** Names of headers that a key may be sent in: none of those that HTTP itself, or the body, depends on. */
export const AUTH_HEADER =
  /^(?!(?:host|connection|keep-alive|content-.*|transfer-encoding|accept.*|expect|upgrade|te|trailer|proxy-.*)$)[A-Za-z0-9-]{1,64}$/i;

/** What a provider may call a model: text that can be shown to people as it is. */
export const UPSTREAM_MODEL_ID = /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]{1,256}$/u;

/** `[upstreams.<name>]`: a provider outside this machine. Source: reference 3.3. */
export class UpstreamSettings {
  @Setting('Address of its API, usually ending in `/v1`.', {
    applies: 'immediate',
    expects: 'an address such as https://api.example.com/v1',
    example: 'https://api.example.com/v1',
  })
  @IsUrl({ protocols: ['http', 'https'], require_tld: false, require_protocol: true, disallow_auth: true })
  url!: string;

  @Setting('Whether requests may go there.', { applies: 'immediate' })
  @IsBoolean()
  enabled = true;

  @Setting(
    'How its key is sent; `anthropic` also means that it speaks the API of Anthropic instead of that of OpenAI.',
    { applies: 'immediate' },
  )
  @IsIn(AUTH_STYLES)
  auth_style: AuthStyle = 'bearer';

  @Setting('Name of the header when `auth_style` is `header`.', {
    applies: 'immediate',
    expects: 'the name of a header such as x-api-key, and none that HTTP itself needs',
  })
  @IsOptional()
  @Matches(AUTH_HEADER)
  auth_header?: string;

  @Setting('Name of the environment variable, or secret, that holds the key. The key itself never stands in a file.', {
    applies: 'immediate',
    expects: 'the name of an environment variable such as OPENAI_API_KEY',
    example: 'OPENAI_API_KEY',
  })
  @IsOptional()
  @Matches(/^[A-Z][A-Z0-9_]{0,63}$/)
  auth_value_env?: string;

  @Setting('Longest silence of an answer before it is given up.', {
    applies: 'immediate',
    unit: 'seconds',
  })
  @IsNumber()
  @IsPositive()
  @Max(3_600)
  timeout_seconds = 300;

  @Setting('Requests sent there at once; without limit when absent.', { applies: 'immediate' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_024)
  concurrency?: number;

  @Setting('Whether its models are listed among those of hal0.', { applies: 'immediate' })
  @IsBoolean()
  advertise_models = true;

  @Setting('Models that it has beside those that it lists itself.', {
    applies: 'immediate',
    expects: 'a list of different model ids without control characters',
  })
  @IsArray()
  @ArrayUnique()
  @IsString({ each: true })
  @Matches(UPSTREAM_MODEL_ID, { each: true })
  models: string[] = [];
}

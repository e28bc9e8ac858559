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

const KINDS = ['remote', 'slot'] as const;
const AUTH_STYLES = ['bearer', 'header', 'anthropic', 'google_query', 'none'] as const;
const WARMUPS = ['none', 'lazy', 'eager'] as const;

/** `[upstreams.<name>]`: a provider outside this machine. Source: reference 3.3. */
export class UpstreamSettings {
  @Setting('A provider elsewhere, or a slot of this hal0.', { applies: 'service-restart', reserved: true })
  @IsIn(KINDS)
  kind: (typeof KINDS)[number] = 'remote';

  @Setting('Address of its OpenAI-compatible API, usually ending in `/v1`.', {
    applies: 'service-restart',
    expects: 'an address such as https://api.example.com/v1',
    reserved: true,
    example: 'https://api.example.com/v1',
  })
  @IsUrl({ protocols: ['http', 'https'], require_tld: false, require_protocol: true, disallow_auth: true })
  url!: string;

  @Setting('Whether requests may go there.', { applies: 'service-restart', reserved: true })
  @IsBoolean()
  enabled = true;

  @Setting('How its key is sent.', { applies: 'service-restart', reserved: true })
  @IsIn(AUTH_STYLES)
  auth_style: (typeof AUTH_STYLES)[number] = 'bearer';

  @Setting('Name of the header when `auth_style` is `header`.', {
    applies: 'service-restart',
    expects: 'the name of a header',
    reserved: true,
  })
  @IsOptional()
  @Matches(/^[A-Za-z0-9-]+$/)
  auth_header?: string;

  @Setting('Name of the environment variable, or secret, that holds the key. The key itself never stands in a file.', {
    applies: 'service-restart',
    expects: 'the name of an environment variable such as OPENAI_API_KEY',
    reserved: true,
    example: 'OPENAI_API_KEY',
  })
  @IsOptional()
  @Matches(/^[A-Z][A-Z0-9_]{0,63}$/)
  auth_value_env?: string;

  @Setting('Longest silence of an answer before it is given up.', {
    applies: 'service-restart',
    unit: 'seconds',
    reserved: true,
  })
  @IsNumber()
  @IsPositive()
  @Max(3_600)
  timeout_seconds = 300;

  @Setting('Requests sent there at once; without limit when absent.', { applies: 'service-restart', reserved: true })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_024)
  concurrency?: number;

  @Setting('The slot, when `kind` is `slot`.', { applies: 'service-restart', reserved: true })
  @IsOptional()
  @IsString()
  slot_name?: string;

  @Setting('Whether a connection is opened before the first request.', { applies: 'service-restart', reserved: true })
  @IsIn(WARMUPS)
  warmup_strategy: (typeof WARMUPS)[number] = 'none';

  @Setting('Whether its models are listed among those of hal0.', { applies: 'service-restart', reserved: true })
  @IsBoolean()
  advertise_models = true;

  @Setting('Its models, when it cannot list them itself.', {
    applies: 'service-restart',
    expects: 'a list of different model ids',
    reserved: true,
  })
  @IsArray()
  @ArrayUnique()
  @IsString({ each: true })
  models: string[] = [];
}

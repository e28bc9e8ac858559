import { Type } from 'class-transformer';
import {
  ArrayUnique,
  IsArray,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';

const HOST_NAME = /^[a-z0-9.:_-]+$/;

/** `[api]`: where hal0 listens and whom it answers. */
export class ApiSettings {
  /** Address to bind. A clone stays on loopback; the installed unit opens the network. */
  @IsString()
  host = '127.0.0.1';

  @IsInt()
  @Min(0)
  @Max(65_535)
  port = 8080;

  /** Host names to answer for, beyond addresses, localhost, `*.local` and the own name. */
  @IsArray()
  @ArrayUnique()
  @Matches(HOST_NAME, { each: true, message: 'allowed_hosts holds lower-case host names without port' })
  allowed_hosts: string[] = [];

  /** Origins of web pages that may call hal0, e.g. `https://chat.example.org`. */
  @IsArray()
  @ArrayUnique()
  @Matches(/^https?:\/\/[^/]+$/, {
    each: true,
    message: 'allowed_origins holds origins such as https://chat.example.org',
  })
  allowed_origins: string[] = [];
}

/** `[dispatcher]`: how long a request waits for its slot. */
export class DispatcherSettings {
  /** Longest wait for a turn and a loaded model, in seconds. */
  @IsNumber()
  @Min(1)
  @Max(3_600)
  max_wait_seconds = 300;

  /** How long a stream's status is held back for a first event; after that 200 and comments. */
  @IsNumber()
  @Min(0)
  @Max(300)
  stream_hold_seconds = 10;
}

/** `[lemonade]`: the runtime behind the slots. */
export class LemonadeSettings {
  /** A lemond that somebody else runs; hal0 then starts none. */
  @IsOptional()
  @IsUrl({ protocols: ['http'], require_tld: false, require_protocol: true })
  url?: string;

  /** Port of the lemond that hal0 starts; the first free one from 13305 upwards when absent. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(65_535)
  port?: number;

  /** Folder of an unpacked runtime to share between several homes. */
  @IsOptional()
  @IsString()
  runtime?: string;

  /** CPU threads of each model server; llama.cpp decides when absent. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_024)
  threads?: number;

  /** How old, in days, the signed index of the package archive may be. */
  @IsInt()
  @Min(1)
  @Max(3_650)
  max_index_age_days = 90;
}

/** `[activity]`: how much history is kept. */
export class ActivitySettings {
  @IsInt()
  @Min(1)
  @Max(3_650)
  retention_days = 30;

  @IsInt()
  @Min(100)
  @Max(10_000_000)
  max_rows = 50_000;
}

/** hal0.toml. The classes are the schema: names, defaults and bounds stand here and nowhere else. */
export class Hal0Settings {
  @ValidateNested()
  @Type(() => ApiSettings)
  api = new ApiSettings();

  @ValidateNested()
  @Type(() => DispatcherSettings)
  dispatcher = new DispatcherSettings();

  @ValidateNested()
  @Type(() => LemonadeSettings)
  lemonade = new LemonadeSettings();

  @ValidateNested()
  @Type(() => ActivitySettings)
  activity = new ActivitySettings();
}

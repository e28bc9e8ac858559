import { AUTH_STYLES, type AuthStyle } from '@hal0/config';
import { ApiProperty } from '@nestjs/swagger';
import { UPSTREAM_DIALECTS, type UpstreamDialect } from '../upstream-dialect.js';
import { UPSTREAM_STATES, type UpstreamState } from '../upstream-states.js';

/** A model that a provider has listed. */
export class UpstreamModelDto {
  /** As the provider calls it; requests may also name it as `<upstream>/<id>`. */
  id: string;
}

/** A provider outside this machine, its settings and how it is doing. */
export class UpstreamDto {
  name: string;
  /** Address of its API. */
  url: string;
  /** Whether requests may go there. */
  enabled: boolean;
  /** Which API it speaks. */
  @ApiProperty({ enum: UPSTREAM_DIALECTS, enumName: 'UpstreamDialect' })
  dialect: UpstreamDialect;
  /** How its key is sent. */
  @ApiProperty({ enum: AUTH_STYLES, enumName: 'UpstreamAuthStyle' })
  authStyle: AuthStyle;
  /** Name of the header when `authStyle` is `header`. */
  authHeader: string | null;
  /** Name of the secret that holds its key; set it with `PUT /api/secrets/<name>`. */
  keyName: string | null;
  /** Whether that secret is set. */
  keySet: boolean;
  /** Longest silence of an answer before it is given up. */
  timeoutSeconds: number;
  /** Requests sent there at once; null for no limit. */
  concurrency: number | null;
  /** Whether its models stand in `/v1/models`. */
  advertiseModels: boolean;
  /** Models of the settings, beside those that it lists. */
  models: string[];
  /** Models that it listed last. */
  discovered: UpstreamModelDto[];
  /** `unknown`: not asked yet. `failing`: the latest request there went wrong. */
  @ApiProperty({ enum: UPSTREAM_STATES, enumName: 'UpstreamState' })
  state: UpstreamState;
  /** What went wrong, in words; null when nothing did. */
  error: string | null;
  /** When it was last asked for anything (ISO 8601). */
  checkedAt: string | null;
  /** Milliseconds that its last list of models took. */
  latencyMs: number | null;
  /** Requests under way there. */
  active: number;
  /** Requests that wait for one of its places. */
  queued: number;
}

/** How a provider answered when it was asked for its models. */
export class UpstreamTrialDto {
  ok: boolean;
  /** Null when there was no answer of use. */
  latencyMs: number | null;
  models: UpstreamModelDto[];
  /** What went wrong and what to do; null when nothing did. */
  error: string | null;
}

/** A well-known provider, to begin with. */
export class UpstreamPresetDto {
  /** Suggested name. */
  id: string;
  label: string;
  /** Empty for one that has to be typed. */
  url: string;
  @ApiProperty({ enum: AUTH_STYLES, enumName: 'UpstreamAuthStyle' })
  authStyle: AuthStyle;
  keyName: string | null;
  /** Where the provider gives out keys; null when nobody knows. */
  keysUrl: string | null;
}

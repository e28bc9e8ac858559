import { DEVICES, MODEL_TYPES, type Device, type ModelType } from '@hal0/lemonade';
import {
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
} from 'class-validator';

/** `[slots.<name>]` of capabilities.toml, with defaults. Source: ARCHITECTURE section 4, "capabilities.toml". */
export class SlotRecord {
  @IsIn(MODEL_TYPES)
  type!: ModelType;

  @IsIn(DEVICES)
  device: Device = 'cpu';

  /** Registry id; empty when none has been chosen. */
  @IsString()
  @MaxLength(256)
  model = '';

  @IsBoolean()
  enabled = false;

  @IsBoolean()
  default = false;

  /** Tokens; the model's own context when absent. */
  @IsOptional()
  @IsInt()
  @Min(128)
  @Max(16_777_216)
  context_size?: number;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_024)
  threads?: number;

  /** More arguments for the model server, as typed on its command line. */
  @IsOptional()
  @IsString()
  @MaxLength(4_096)
  extra_args?: string;

  /** Requests served at once; the rest queue. */
  @IsInt()
  @Min(1)
  @Max(1_024)
  parallel = 1;

  /** Seconds without a request before the model is unloaded; 0 keeps it loaded. */
  @IsInt()
  @Min(0)
  @Max(31_536_000)
  idle_timeout_seconds = 600;

  /** Never chosen to make room. */
  @IsBoolean()
  pinned = false;

  @IsArray()
  @ArrayUnique()
  @IsString({ each: true })
  labels: string[] = [];

  @IsOptional()
  @IsString()
  system_prompt?: string;

  /** Name of a set of options in profiles.toml. */
  @IsOptional()
  @IsString()
  profile?: string;

  /** Targets to try when this slot cannot serve. */
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  fallback?: string[];
}

/** The slots that are always there; they can be disabled, never removed. Source: reference 1.2. */
export const SEEDED_SLOTS: Readonly<Record<string, ModelType>> = {
  primary: 'llm',
  embed: 'embedding',
  rerank: 'reranking',
  stt: 'transcription',
  tts: 'tts',
  img: 'image',
};

export function isSeeded(name: string): boolean {
  return Object.hasOwn(SEEDED_SLOTS, name);
}

export function seededRecord(type: ModelType): SlotRecord {
  return Object.assign(new SlotRecord(), { type });
}

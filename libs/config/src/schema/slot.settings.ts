import {
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { DEFAULT_FALLBACK_CAUSES, FALLBACK_EXPECTS } from './fallback.settings.js';
import { Setting } from './setting.decorator.js';
import {
  DEVICES,
  FALLBACK_CAUSES,
  MODEL_TYPES,
  type Device,
  type FallbackCause,
  type ModelType,
} from './vocabulary.js';

/** `[slots.<name>]`: one slot, with defaults. Source: ARCHITECTURE section 4, "capabilities.toml". */
export class SlotSettings {
  @Setting('What the slot serves. Known for the built-in slots, required for others.', { applies: 'immediate' })
  @IsIn(MODEL_TYPES)
  type!: ModelType;

  @Setting('What the model runs on.', { applies: 'immediate' })
  @IsIn(DEVICES)
  device: Device = 'cpu';

  @Setting('Registry id of the model to serve; empty when none has been chosen.', {
    applies: 'immediate',
    example: 'qwen2.5-0.5b-instruct-q4_k_m',
  })
  @IsString()
  @MaxLength(256)
  model = '';

  @Setting('Whether the slot answers requests.', { applies: 'immediate' })
  @IsBoolean()
  enabled = false;

  @Setting('Whether the slot serves requests of its type that name no model. One slot of a type at most.', {
    applies: 'immediate',
  })
  @IsBoolean()
  default = false;

  @Setting("Context window; when absent the model's own, at most 4,096 (8,192 for embedding and reranking).", {
    applies: 'immediate',
    unit: 'tokens',
  })
  @IsOptional()
  @IsInt()
  @Min(128)
  @Max(16_777_216)
  context_size?: number;

  @Setting('CPU threads of the model server; as in `[lemonade]` when absent.', { applies: 'immediate' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_024)
  threads?: number;

  @Setting('More arguments for the model server, as typed on its command line.', {
    applies: 'immediate',
    example: '--top-k 20',
  })
  @IsOptional()
  @IsString()
  @MaxLength(4_096)
  extra_args?: string;

  @Setting('Requests served at once; the rest queue.', { applies: 'immediate' })
  @IsInt()
  @Min(1)
  @Max(1_024)
  parallel = 1;

  @Setting(
    'Time without a request before the model is unloaded; 0 keeps it loaded. `[slots].idle_timeout_seconds` when absent.',
    { applies: 'immediate', unit: 'seconds' },
  )
  @IsInt()
  @Min(0)
  @Max(31_536_000)
  idle_timeout_seconds = 600;

  @Setting('Never unloaded to make room for another slot.', { applies: 'immediate' })
  @IsBoolean()
  pinned = false;

  @Setting('Free words to route and filter by.', {
    applies: 'immediate',
    expects: 'a list of different texts',
    example: ['vision'],
  })
  @IsArray()
  @ArrayUnique()
  @IsString({ each: true })
  labels: string[] = [];

  @Setting('Put before every conversation that does not bring its own.', { applies: 'immediate', reserved: true })
  @IsOptional()
  @IsString()
  @MaxLength(32_768)
  system_prompt?: string;

  @Setting('Name of a set of options: a built-in one, or one of `[profiles.<name>]`. What the slot says itself wins.', {
    applies: 'immediate',
    example: 'long-context',
  })
  @IsOptional()
  @IsString()
  profile?: string;

  @Setting(
    'What serves instead when this slot cannot, in this order: other slots by name, providers as `<upstream>/<model>`. A request to this slot leaves the machine only by such an entry.',
    { applies: 'immediate', expects: FALLBACK_EXPECTS, example: ['small', 'openrouter/qwen/qwen3-8b'] },
  )
  @IsOptional()
  @IsArray()
  @ArrayUnique()
  @IsString({ each: true })
  @MinLength(1, { each: true })
  fallback?: string[];

  @Setting(
    'Goes on to the next of `fallback` when no turn has come after so long; when absent it waits its whole time.',
    {
      applies: 'immediate',
      unit: 'seconds',
    },
  )
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(3_600)
  fallback_after_seconds?: number;

  @Setting('Goes on to the next of `fallback` at once when more requests than this are in line before it.', {
    applies: 'immediate',
    unit: 'requests',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000)
  fallback_queue_longer_than?: number;

  @Setting('Kinds of errors upon which the next of `fallback` is tried.', { applies: 'immediate' })
  @IsArray()
  @ArrayUnique()
  @IsIn(FALLBACK_CAUSES, { each: true })
  fallback_on: FallbackCause[] = [...DEFAULT_FALLBACK_CAUSES];

  @Setting('Nothing of a request to this slot ever leaves the machine, whatever `fallback` says.', {
    applies: 'immediate',
  })
  @IsBoolean()
  local_only = false;

  @Setting('Port of older versions; must be in the range of `[slots]` and of one slot alone, otherwise unused.', {
    applies: 'immediate',
    reserved: true,
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(65_535)
  port?: number;
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

/** The slots that are there too when FastFlowLM is, all on the NPU. Their names stay reserved without it. Source: reference 1.2. */
export const NPU_SEEDED_SLOTS: Readonly<Record<string, ModelType>> = {
  agent: 'llm',
  'stt-npu': 'transcription',
  'embed-npu': 'embedding',
};

/** Names that mean something else in addresses and requests. */
export const RESERVED_SLOT_NAMES: readonly string[] = ['omni', 'metrics', 'capacity', 'plan'];

export function isSeeded(name: string): boolean {
  return Object.hasOwn(SEEDED_SLOTS, name);
}

import type { ProfileOptionsDto, UpdateSlotDto } from '../../../api/models';
import { describeAge } from '../../ui/age';
import type { FieldSpec } from '../../ui/input-fields';

/** What of a slot is typed as text or number; empty takes it off the slot, so that its profile or hal0 decides. */
export type TypedKey = 'contextSize' | 'parallel' | 'threads' | 'idleTimeoutSeconds' | 'extraArgs';

export const TYPED_FIELDS: readonly FieldSpec<TypedKey>[] = [
  {
    key: 'contextSize',
    id: 'slot-contextSize',
    label: 'Context',
    kind: 'number',
    min: 128,
    help: 'Tokens that prompt and answer may have together. More takes more memory.',
    empty: "the model's, at most 4096",
  },
  {
    key: 'parallel',
    id: 'slot-parallel',
    label: 'At once',
    kind: 'number',
    min: 1,
    help: 'Requests served at the same time; the rest queue, first come, first served.',
    empty: 'built-in',
  },
  {
    key: 'threads',
    id: 'slot-threads',
    label: 'Threads',
    kind: 'number',
    min: 1,
    help: 'CPU threads of the model server.',
    empty: 'as `[lemonade]` says',
  },
  {
    key: 'idleTimeoutSeconds',
    id: 'slot-idleTimeoutSeconds',
    label: 'Idle timeout',
    kind: 'number',
    min: 0,
    help: 'Seconds without a request before the model is unloaded; 0 keeps it loaded.',
    empty: 'built-in',
  },
  {
    key: 'extraArgs',
    id: 'slot-extraArgs',
    label: 'Extra arguments',
    mono: true,
    wide: true,
    help: 'For the model server, as typed on its command line.',
    empty: 'none',
  },
];

const WORDS: Readonly<Partial<Record<keyof UpdateSlotDto, string>>> = {
  contextSize: 'context',
  parallel: 'at once',
  threads: 'threads',
  idleTimeoutSeconds: 'idle timeout',
  extraArgs: 'extra arguments',
  default: 'default',
  fallback: 'fallback',
  fallbackAfterSeconds: 'fallback after',
  fallbackQueueLongerThan: 'fallback when more wait than',
  fallbackOn: 'fallback on',
};

/** What has no value of a profile, or built in, to go back to. */
const UNSHARED: ReadonlySet<string> = new Set(['model', 'profile', 'fallbackAfterSeconds', 'fallbackQueueLongerThan']);

/** What a change says, in a few words: "model qwen, enabled". */
export function describePatch(patch: UpdateSlotDto): string {
  return Object.entries(patch)
    .map(([key, value]) => {
      if (key === 'enabled') return value ? 'enabled' : 'disabled';
      if (key === 'localOnly') return value ? 'local only' : 'not local only';
      if (key === 'pinned') return value ? 'pinned' : 'not pinned';
      const word = WORDS[key as keyof UpdateSlotDto] ?? key;
      if (value === null) return `no ${word}${UNSHARED.has(key) ? '' : ' of its own'}`;
      if (key === 'idleTimeoutSeconds')
        return value === 0 ? 'never idle' : `idle after ${describeAge(Number(value) * 1000)}`;
      if (key === 'fallbackAfterSeconds') return `${word} ${String(value)} s`;
      if (Array.isArray(value)) return `${word} ${value.length === 0 ? 'none' : words(key, value).join(', ')}`;
      return `${word} ${String(value)}`;
    })
    .join(', ');
}

function words(key: string, values: readonly string[]): readonly string[] {
  return key === 'fallbackOn' ? values.map((cause) => cause.replaceAll('_', ' ')) : values;
}

/** What a profile says of a field, for the help under it; empty when it says nothing. */
export function profileSays(name: string | null, options: ProfileOptionsDto | undefined, key: TypedKey): string {
  const value = options?.[key];
  return name === null || value === undefined ? '' : ` Profile ${name} says ${value}; leave it empty to take that.`;
}

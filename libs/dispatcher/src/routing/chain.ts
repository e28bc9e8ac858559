import type { FallbackCause, FallbackSettings, SlotSettings } from '@hal0/config';
import type { Hal0Error } from '@hal0/platform';

/** What serves instead of a target that cannot, and when. Source: slot fields `fallback*`, `[dispatcher.fallback]`. */
export interface Chain {
  /** Slots by name, providers' models as `<upstream>/<model>`. */
  readonly to: readonly string[];
  readonly afterSeconds: number | undefined;
  readonly queueLongerThan: number | undefined;
  readonly on: readonly FallbackCause[];
  /** Entries that lead out of the machine are passed over. */
  readonly localOnly: boolean;
}

export function chainOfSlot(record: SlotSettings): Chain | null {
  if (!record.fallback?.length) return null;
  return {
    to: record.fallback,
    afterSeconds: record.fallback_after_seconds,
    queueLongerThan: record.fallback_queue_longer_than,
    on: record.fallback_on,
    localOnly: record.local_only,
  };
}

export function chainOfModel(
  { to, after_seconds, queue_longer_than, on }: FallbackSettings,
  localOnly: boolean,
): Chain {
  return { to, afterSeconds: after_seconds, queueLongerThan: queue_longer_than, on, localOnly };
}

/** A slot that is off, or whose model is not there, is no fault of the request. */
const TARGETS_OWN = /^(slot|model)\.|^dispatch\.no_route$/;
/** What a target has no way or no words for, another may have. */
const BEYOND_TARGET = /^dispatch\.(unsupported|untranslatable)$/;

/** The kind of error in the words of `fallback_on`; null for what would be wrong with any target. */
export function causeOf(error: Hal0Error): FallbackCause | null {
  const { code, httpStatus } = error;
  if (code === 'context_length_exceeded') return 'context_length';
  if (httpStatus === 429) return 'rate_limited';
  const isTargets = httpStatus >= 500 || httpStatus === 408 || TARGETS_OWN.test(code) || isBeyondTarget(error);
  return isTargets ? 'unavailable' : null;
}

/**
 * Whether it is what was asked that the target cannot do, rather than that it cannot serve now. Who writes the request
 * decides that; whether it leaves the machine is for whoever wrote the chain to say, who thought of a slot that is away.
 */
export function isBeyondTarget({ code }: Hal0Error): boolean {
  return BEYOND_TARGET.test(code);
}

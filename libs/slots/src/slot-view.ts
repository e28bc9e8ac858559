import type { SlotQueueDto } from './http/slot-queue.dto.js';
import type { SlotDto, SlotErrorDto } from './http/slot.dto.js';
import { toSlotMetrics } from './metrics/slot-metrics-view.js';
import type { SlotPhase } from './slot-phase.js';
import { isDispatchable } from './slot-state.js';
import type { Slot } from './slot.js';

/** What a slot does not know of itself. */
export type SlotSurroundings = Pick<SlotDto, 'seeded' | 'coresidentGroup' | 'fromModel'>;

/** What people and programs see of a slot. */
export function toSlotDto(slot: Slot, { seeded, coresidentGroup, fromModel }: SlotSurroundings): SlotDto {
  const { name, record } = slot;
  return {
    name,
    type: record.type,
    device: record.device,
    model: record.model || null,
    enabled: record.enabled,
    default: record.default,
    seeded,
    state: slot.state,
    stateSince: new Date(slot.since).toISOString(),
    stateReason: slot.reason,
    phase: phaseOf(slot),
    gated: slot.gated,
    error: errorOf(slot),
    parallel: record.parallel,
    activeRequests: slot.admission.active,
    queuedRequests: slot.admission.queued,
    contextSize: record.context_size ?? null,
    idleTimeoutSeconds: record.idle_timeout_seconds,
    threads: record.threads ?? null,
    extraArgs: record.extra_args ?? null,
    pinned: record.pinned,
    labels: record.labels,
    fromModel,
    profile: record.profile ?? null,
    systemPrompt: record.system_prompt ?? null,
    fallback: record.fallback ?? [],
    fallbackAfterSeconds: record.fallback_after_seconds ?? null,
    fallbackQueueLongerThan: record.fallback_queue_longer_than ?? null,
    fallbackOn: record.fallback_on,
    localOnly: record.local_only,
    memoryMib: slot.memoryMib,
    needMib: slot.needMib,
    backend: slot.backend,
    coresidentGroup,
    metrics: toSlotMetrics(slot),
  };
}

/** Who is served, who waits, and for what. */
export function toSlotQueueDto(slot: Slot): SlotQueueDto {
  const { admission, wait } = slot;
  return {
    slot: slot.name,
    state: slot.state,
    phase: phaseOf(slot),
    reason: wait?.reason ?? slot.reason,
    position: wait?.position ?? null,
    waitsFor: (wait?.blockers ?? []).map((blocker) => ({ ...blocker })),
    active: admission.active,
    places: (slot.loaded ?? slot.record).parallel,
    gated: slot.gated,
    waiting: admission.waiting.map(({ requestId, waitedMs }, index) => ({
      position: index + 1,
      requestId,
      waitedMs: Math.round(waitedMs),
    })),
  };
}

/** What a request for this slot waits for, in a few words. */
export function describeWait(slot: Slot): string {
  const { name, state, wait, gated, admission } = slot;
  const waiting = `${admission.queued} waiting`;
  if (wait) return `slot ${name} is number ${wait.position} in the line of loads: ${wait.reason}; ${waiting}`;
  if (gated) return `slot ${name} makes room for another one and comes back after; ${waiting}`;
  return isDispatchable(state) ? `${waiting} for a turn in slot ${name}` : `slot ${name} is ${state}, ${waiting}`;
}

function phaseOf({ state, wait }: Slot): SlotPhase {
  if (state === 'unloading' || state === 'error') return state;
  if (isDispatchable(state)) return 'ready';
  if (wait) return wait.phase;
  return state === 'offline' ? 'offline' : 'loading';
}

function errorOf({ error }: Slot): SlotErrorDto | null {
  if (!error) return null;
  const log = error.details?.['log'];
  return {
    code: error.code,
    message: error.message,
    log: Array.isArray(log) ? log.filter((line) => typeof line === 'string') : [],
  };
}

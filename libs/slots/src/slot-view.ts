import { isSeeded } from '@hal0/config';
import type { SlotDto } from './http/slot.dto.js';
import type { Slot } from './slot.js';

/** What people and programs see of a slot. */
export function toSlotDto(slot: Slot): SlotDto {
  const { name, record, error, latest } = slot;
  return {
    name,
    type: record.type,
    device: record.device,
    model: record.model || null,
    enabled: record.enabled,
    default: record.default,
    seeded: isSeeded(name),
    state: slot.state,
    stateSince: new Date(slot.since).toISOString(),
    stateReason: slot.reason,
    error: error && { code: error.code, message: error.message },
    parallel: record.parallel,
    activeRequests: slot.admission.active,
    queuedRequests: slot.admission.queued,
    contextSize: record.context_size ?? null,
    idleTimeoutSeconds: record.idle_timeout_seconds,
    threads: record.threads ?? null,
    extraArgs: record.extra_args ?? null,
    pinned: record.pinned,
    labels: record.labels,
    metrics: {
      requests: slot.requests,
      ttftMs: latest.firstByteMs,
      tokensPerSecond: latest.tokensPerSecond,
      lastUsedAt: slot.lastUsedAt === null ? null : new Date(slot.lastUsedAt).toISOString(),
    },
  };
}

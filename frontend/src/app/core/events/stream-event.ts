import type {
  AuditActor,
  AuditOutcome,
  BundleRunDto,
  FinishedRequestDto,
  JobDto,
  LemonadeStatusDto,
  ModelDto,
  PullDto,
  SlotDto,
  SlotMetricsReportDto,
  SlotState,
  UpstreamDto,
} from '../../../api/models';

/** What the API tells, by event type. The stream is not part of the OpenAPI document, its payloads mostly are. */
export interface StreamPayloads {
  'slot.changed': { slot: SlotDto };
  'slot.state': { name: string; from: SlotState; to: SlotState; reason: string | null };
  /** Figures of all slots, now and then while something is going on. */
  'slots.metrics': SlotMetricsReportDto;
  /** A load failed and threw others out with it; they are being loaded again. */
  'slots.restored': { cause: string; slots: string[] };
  'lemonade.state': { status: LemonadeStatusDto };
  'backend.job': { job: JobDto };
  'backend.changed': { target: string };
  'registry.changed': { models: ModelDto[] };
  'pull.queued': { pull: PullDto };
  'pull.progress': { pull: PullDto };
  'pull.paused': { pull: PullDto };
  'pull.completed': { pull: PullDto };
  'pull.failed': { pull: PullDto };
  'pull.cancelled': { pull: PullDto };
  /** The application of a bundle has come further. */
  'bundle.run': { run: BundleRunDto };
  'upstream.state': { upstream: UpstreamDto };
  /** `count` have ended since the last of this kind; `requests` are the latest of them, newest first. */
  'requests.finished': { count: number; requests: Pick<FinishedRequestDto, 'key' | 'servedBy'>[] };
  /** Settings have other values now; `paths` are dotted. */
  'config.changed': { paths: string[]; file: string; actor: AuditActor };
  /** Somebody changed something, or tried to. `action` is dotted: `key.created`. */
  audit: { record: { action: string; target: string; outcome: AuditOutcome } };
  'secret.changed': { name: string };
  /** The machine was probed and is not what it was. */
  'hardware.changed': unknown;
  'system.proxmox_unreachable': unknown;
  /** This client was too slow, or was away for too long, and has missed some. */
  'events.gap': unknown;
}

export type StreamEventType = keyof StreamPayloads;

export interface StreamEvent<T extends StreamEventType = StreamEventType> {
  /** `<epoch>-<number>`; the epoch is new with every start of the API. */
  id: string;
  /** ISO 8601. */
  ts: string;
  type: T;
  data: StreamPayloads[T];
}

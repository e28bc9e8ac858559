import { redactJson } from '@hal0/platform';

export interface StreamedEvent {
  /** `<epoch>-<number>` */
  id: string;
  /** ISO 8601. */
  ts: string;
  type: string;
  data: unknown;
}

/** One event as it goes over the wire. Source: HTML standard, "Server-sent events". */
export function eventFrame(event: StreamedEvent): string {
  return `id: ${event.id}\nevent: ${event.type}\ndata: ${redactJson(event)}\n\n`;
}

/** A line that clients ignore: it keeps proxies from closing a quiet connection. */
export const HEARTBEAT = ': still here\n\n';

/** The first thing on a stream. It also makes the headers go out at once. */
export const GREETING = 'retry: 1000\n\n';

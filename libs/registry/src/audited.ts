import { AuditEvent, type AuditRecord, type EventBus } from '@hal0/platform';

/** Does work that people are told of, however it ends. */
export async function audited<T>(
  events: EventBus,
  record: Omit<AuditRecord, 'outcome'>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    const result = await work();
    events.publish(new AuditEvent({ ...record, outcome: 'ok' }));
    return result;
  } catch (error) {
    const reason = (error as Error).message;
    events.publish(new AuditEvent({ ...record, outcome: 'failed', details: { ...record.details, reason } }));
    throw error;
  }
}

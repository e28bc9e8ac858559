import { ApiAwayError } from '../cli.errors.js';
import type { CommandContext } from '../command-context.js';
import type { DoctorRow } from './doctor-row.js';

/** What the running API finds of itself; that it does not answer is a finding too. */
export async function askApi(context: CommandContext, fix: boolean): Promise<DoctorRow[]> {
  try {
    const call = fix ? (['api/doctor/fix', 'POST'] as const) : (['api/doctor', 'GET'] as const);
    return await context.ask<DoctorRow[]>(call[0], { method: call[1] });
  } catch (error) {
    if (!(error instanceof ApiAwayError)) throw error;
    return [unreachable('error', error.summary, error.remedy)];
  }
}

export const notRunning = (): DoctorRow =>
  unreachable('warning', 'hal0 does not run', 'Start it with "systemctl start hal0-api", or "./hal0 up" in a clone.');

const unreachable = (severity: DoctorRow['severity'], message: string, remedy: string | null): DoctorRow => ({
  id: 'api.reachable',
  severity,
  message,
  remedy,
  fixable: false,
  fixed: false,
});

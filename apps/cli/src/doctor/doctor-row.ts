import type { DoctorFindingDto } from '@hal0/hal0';
import { DOCTOR_EXIT } from '../exit-codes.js';

/** What one check found, here or in the API. */
export type DoctorRow = DoctorFindingDto;

export function exitCodeOf(rows: readonly DoctorRow[]): number {
  if (rows.some(({ severity }) => severity === 'error')) return DOCTOR_EXIT.critical;
  return rows.some(({ severity }) => severity === 'warning') ? DOCTOR_EXIT.actionable : DOCTOR_EXIT.clean;
}

import { Hal0Error } from '@hal0/platform';
import { Logger } from '@nestjs/common';
import type { RunError } from './bundle-run.js';

const logger = new Logger('Bundles');

/** What a person is told of an error. Of one that nobody foresaw, the log has the rest. */
export function toRunError(error: unknown): RunError {
  if (error instanceof Hal0Error) return { code: error.code, message: error.message };
  logger.error(error);
  return { code: 'system.internal', message: 'Something went wrong in hal0; the journal says more. Apply it again.' };
}

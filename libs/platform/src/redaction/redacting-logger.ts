import { ConsoleLogger } from '@nestjs/common';
import { redact } from './redact.js';

/** Nest's console logger with credentials taken out of every line. */
export class RedactingLogger extends ConsoleLogger {
  protected override formatMessage(...line: Parameters<ConsoleLogger['formatMessage']>): string {
    return redact(super.formatMessage(...line));
  }
}

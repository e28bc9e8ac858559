import {
  JournalEvent,
  redact,
  SystemClock,
  type Clock,
  type EventBus,
  type JournalLevel,
  type JournalRecord,
} from '@hal0/platform';
import type { LoggerService, LogLevel } from '@nestjs/common';

/** Lines that are kept until there is a journal to write them to. */
const LINES_BEFORE_START = 200;

const LEVELS: Readonly<Record<LogLevel, JournalLevel>> = {
  fatal: 'error',
  error: 'error',
  warn: 'warn',
  log: 'info',
  debug: 'debug',
  verbose: 'debug',
};

export interface JournalLoggerOptions {
  /** Whether a line belongs in the journal. All do by default; a host that embeds hal0 may leave its own lines out. */
  accepts?: (level: LogLevel, context: string | null) => boolean;
  clock?: Clock;
}

/**
 * A logger that hands every line on to another one, and writes it to hal0's journal as well. For whoever makes the
 * application: hal0's own process, or a host that embeds it.
 *
 * ```ts
 * const logger = new JournalLogger(new ConsoleLogger());
 * const app = await NestFactory.create(AppModule, { logger });
 * logger.publishOn(app.get(EventBus));
 * ```
 */
export class JournalLogger implements LoggerService {
  private early: JournalRecord[] = [];
  private events: EventBus | null = null;
  private readonly accepts: NonNullable<JournalLoggerOptions['accepts']>;
  private readonly clock: Clock;

  constructor(
    private readonly inner: LoggerService,
    { accepts = () => true, clock = new SystemClock() }: JournalLoggerOptions = {},
  ) {
    this.accepts = accepts;
    this.clock = clock;
  }

  /** From now on lines reach the journal; those from before follow at once. */
  publishOn(events: EventBus): this {
    this.events = events;
    for (const record of this.early.splice(0)) this.publish(record);
    return this;
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.inner.log(message, ...rest);
    this.note('log', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.inner.error(message, ...rest);
    this.note('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.inner.warn(message, ...rest);
    this.note('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.inner.debug?.(message, ...rest);
    this.note('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.inner.verbose?.(message, ...rest);
    this.note('verbose', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.inner.fatal?.(message, ...rest);
    this.note('fatal', message, rest);
  }

  setLogLevels(levels: LogLevel[]): void {
    this.inner.setLogLevels?.(levels);
  }

  /** Nest puts the context last, behind further messages and a stack. */
  private note(level: LogLevel, message: unknown, rest: readonly unknown[]): void {
    const last = rest.at(-1);
    const context = typeof last === 'string' && !last.includes('\n') ? last : null;
    if (!this.accepts(level, context)) return;
    const at = this.clock.now();
    this.publish({
      at,
      level: LEVELS[level],
      source: 'hal0',
      slot: null,
      context,
      message: redact(inOneLine(message)),
    });
  }

  private publish(record: JournalRecord): void {
    if (this.events) this.events.publish(new JournalEvent(record));
    else if (this.early.length < LINES_BEFORE_START) this.early.push(record);
  }
}

function inOneLine(message: unknown): string {
  const text = message instanceof Error ? `${message.name}: ${message.message}` : asText(message);
  return text.replaceAll(/\s*\n\s*/g, ' ');
}

function asText(message: unknown): string {
  return typeof message === 'string' ? message : (JSON.stringify(message) ?? String(message));
}

import { RedactingLogger } from '@hal0/platform';

/** Contexts in which Nest tells what it wires together; of no use to whoever runs a box. */
const FRAMEWORK_CONTEXTS: ReadonlySet<unknown> = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
]);

/** The process's log: hal0's own words, without the framework's and without credentials. */
export class Hal0Logger extends RedactingLogger {
  /** While the start is told at the terminal, only what went wrong is logged. */
  quiet = false;

  constructor() {
    super({ colors: process.stdout.isTTY });
  }

  override log(message: unknown, ...rest: unknown[]): void {
    if (this.quiet || FRAMEWORK_CONTEXTS.has(rest.at(-1))) return;
    super.log(message, ...(rest as [string]));
  }
}

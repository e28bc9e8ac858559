import type { ConfigProblem } from '@hal0/config';
import { CliError, RefusedError } from './cli.errors.js';

interface Refusal {
  code: string;
  message: string;
  details?: Record<string, unknown>;
}

/** What a person is told about any failure; undefined for a bug of hal0's own, whose stack is wanted. */
export function failureOf(error: unknown): CliError | undefined {
  if (error instanceof CliError) return error;
  if (isRefusal(error)) return new RefusedError(error.code, error.message, error.details);
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM') return permissionDenied(path ?? 'a file');
  if (code === 'EROFS') return new RefusedError('cli.read_only', `${path} is on a file system that cannot be written.`);
  return undefined;
}

/** Every problem of a configuration on a line of its own; a single one is all in the message. */
export async function failureText(error: CliError): Promise<string> {
  if (!(error instanceof RefusedError)) return error.message;
  const problems = (error.details?.['problems'] ?? []) as readonly ConfigProblem[];
  if (problems.length < 2) return error.message;
  const { describeProblem } = await import('@hal0/config');
  const lines = problems.map((problem) => `  ${describeProblem(problem)}`);
  return [`${error.code}: ${problems.length} problems`, ...lines].join('\n');
}

/** A Hal0Error of the libraries, known by its shape: importing the class would cost every command their start-up time. */
function isRefusal(error: unknown): error is Refusal {
  return error instanceof Error && 'toEnvelope' in error && 'code' in error && typeof error.code === 'string';
}

function permissionDenied(where: string): RefusedError {
  // An atomic write begins with a temporary file beside the one that is meant.
  const path = where.replace(/\/\.([^/]+)\.\d+\.[0-9a-f]{8}$/, '/$1');
  const remedy = 'Run the command with sudo, or as the user that hal0 runs as.';
  return new RefusedError('cli.permission_denied', `You may not read or change ${path}. ${remedy}`, { path });
}

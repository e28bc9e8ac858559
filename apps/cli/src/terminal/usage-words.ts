import type { CommanderError } from 'commander';

/** How Commander begins to tell of a command that is none. */
export const UNKNOWN_COMMAND = 'error: unknown command ';

/** Commander repeats words that are too many; one of them may be a credential that was put there by mistake. */
export const withoutValues = (text: string): string =>
  text.replace(/( but got \d+): [^]*/, '$1.\n').replace(/'(--?[\w-]+)=[^']*'/, "'$1'");

/**
 * What Commander has against a command line, for an envelope.
 * @param words the commands that it came to
 */
export function usageMessage({ code, message }: CommanderError, words: readonly string[]): string {
  const called = ['hal0', ...words].join(' ');
  // In place of an error it has printed the help, whose text is not in its message.
  if (code === 'commander.help') return `A command is missing after "${called}". See: ${called} --help`;
  return withoutValues(message)
    .replace(/^error: /, '')
    .trim();
}

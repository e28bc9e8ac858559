import type { Command } from 'commander';
import { loadDefinition } from '../lazy-definition.js';
import { HABITS } from './habits.js';

/**
 * The command line that somebody most likely meant by one that begins with no command of hal0's; undefined when nothing
 * is near.
 * @param words what came after `hal0`, without its global options
 */
export async function meantCommand(program: Command, words: readonly string[]): Promise<string | undefined> {
  // Loads the libraries; only who mistypes pays for it.
  const { didYouMean } = await import('@hal0/config');
  const called: string[] = [];
  let command = program;
  let mistaken = false;
  for (const word of words) {
    await loadDefinition(command);
    if (command.commands.length === 0) break;
    const isKnown = named(command, word) !== undefined;
    const near = isKnown ? word : didYouMean(word, namesOf(command));
    const next = near === undefined ? undefined : named(command, near);
    if (!isKnown) {
      const habit = HABITS[[...called, word].join(' ')] ?? (next ? undefined : guessed(called));
      if (habit) return `hal0 ${habit}`;
      mistaken ||= next !== undefined;
    }
    if (!next) break;
    command = next;
    called.push(next.name());
  }
  return mistaken ? ['hal0', ...called].join(' ') : undefined;
}

/** The group is called like what people want of it. */
function guessed(called: readonly string[]): string | undefined {
  return called.join(' ') === 'pull' ? 'model pull <source>' : undefined;
}

function named(command: Command, word: string): Command | undefined {
  return command.commands.find((one) => one.name() === word || one.aliases().includes(word));
}

function namesOf(command: Command): string[] {
  const visible = command.createHelp().visibleCommands(command);
  return visible.flatMap((one) => [one.name(), ...one.aliases()]);
}

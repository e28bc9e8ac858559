import type { Command, CommanderError } from 'commander';
import { UsageError } from '../cli.errors.js';
import { loadDefinition } from '../lazy-definition.js';
import { meantCommand } from './meant-command.js';

/** What is said about a command that hal0 does not have: the one that was meant, else where all stand. */
export async function unknownCommand(program: Command, { message }: CommanderError): Promise<UsageError> {
  const [told = message] = message.replace(/^error: /, '').split('\n');
  const words = program.args[0] === 'help' ? program.args.slice(1) : program.args;
  const meant = await meantCommand(program, words);
  if (meant === undefined) return new UsageError(`${told}\nSee: ${await calledOf(program, words)} --help`);
  return new UsageError(`${told}\nDid you mean: ${meant}`, { meant });
}

/** The command as far as there is one. */
async function calledOf(program: Command, words: readonly string[]): Promise<string> {
  const called = ['hal0'];
  let command: Command | undefined = program;
  for (const word of words) {
    await loadDefinition(command);
    command = command.commands.find((one) => one.name() === word || one.aliases().includes(word));
    if (!command) break;
    called.push(command.name());
  }
  return called.join(' ');
}

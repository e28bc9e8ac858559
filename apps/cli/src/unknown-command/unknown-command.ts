import type { Command, CommanderError } from 'commander';
import { UsageError } from '../cli.errors.js';
import { loadDefinition } from '../lazy-definition.js';
import { meantCommand } from './meant-command.js';

/** What is said about a command that hal0 does not have: the one that was meant, else where all stand. */
export async function unknownCommand(program: Command, { message }: CommanderError): Promise<UsageError> {
  const [told = message] = message.replace(/^error: /, '').split('\n');
  const meant = await meantCommand(program, program.args);
  if (meant === undefined) return new UsageError(`${told}\nSee: ${await calledOf(program)} --help`);
  return new UsageError(`${told}\nDid you mean: ${meant}`, { meant });
}

/** The command as far as there is one. */
async function calledOf(program: Command): Promise<string> {
  const called = ['hal0'];
  let command: Command | undefined = program;
  for (const word of program.args) {
    await loadDefinition(command);
    command = command.commands.find((one) => one.name() === word || one.aliases().includes(word));
    if (!command) break;
    called.push(command.name());
  }
  return called.join(' ');
}

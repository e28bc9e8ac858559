import type { Command, Option } from 'commander';
import { loadDefinition } from '../lazy-definition.js';

/** A word that may stand next, and what it means. */
export interface Candidate {
  value: string;
  description: string;
}

/** The words there are for a placeholder such as `<slot>`; undefined when only the shell can tell, as for files. */
export type Source = (placeholder: string) => Promise<readonly Candidate[] | undefined>;

/**
 * What may stand in place of the last of `words`; undefined for a file. The placeholder's name says where its words
 * come from, so that the help and the completion cannot differ.
 */
export async function completeWords(
  program: Command,
  words: readonly string[],
  source: Source,
): Promise<readonly Candidate[] | undefined> {
  const last = words.at(-1) ?? '';
  const { command, operands, option } = await placeOf(program, words.slice(0, -1));
  const [, name, begun] = /^(--[^=]+)=(.*)$/.exec(last) ?? [];
  const inline = name === undefined ? undefined : findOption(command, name);
  if (inline && begun !== undefined) {
    const values = await valuesOf(inline, source);
    return matching(values, begun)?.map((one) => ({ ...one, value: `${name}=${one.value}` }));
  }
  if (option) return matching(await valuesOf(option, source), last);
  if (last.startsWith('-')) return matching(optionsOf(command), last);
  const { registeredArguments: expected } = command;
  const argument = expected[operands] ?? (expected.at(-1)?.variadic ? expected.at(-1) : undefined);
  if (!argument) return matching(operands === 0 ? subcommandsOf(command) : [], last);
  if (argument.argChoices) return matching(plain(argument.argChoices), last);
  return matching(await source(argument.name()), last);
}

interface Place {
  command: Command;
  /** How many arguments of the command there are already. */
  operands: number;
  /** The option whose value comes next. */
  option?: Option;
}

async function placeOf(program: Command, words: readonly string[]): Promise<Place> {
  let place: Place = { command: program, operands: 0 };
  for (const word of words) {
    const { command, operands, option } = place;
    // One that takes several words takes all up to the next option.
    if (option && !(option.variadic && word.startsWith('-'))) place = option.variadic ? place : { command, operands };
    else if (word.startsWith('-')) {
      const found = findOption(command, word);
      place = { command, operands, ...(found?.required ? { option: found } : {}) };
    } else {
      const sub = operands === 0 ? command.commands.find((one) => isCalled(one, word)) : undefined;
      if (sub) await loadDefinition(sub);
      place = sub ? { command: sub, operands: 0 } : { command, operands: operands + 1 };
    }
  }
  return place;
}

const isCalled = (command: Command, word: string) => command.name() === word || command.aliases().includes(word);

const findOption = (command: Command, word: string) =>
  allOptions(command).find(({ long, short }) => word === long || word === short);

function allOptions(command: Command): Option[] {
  const help = command.createHelp();
  return [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)];
}

const optionsOf = (command: Command): Candidate[] =>
  allOptions(command).flatMap(({ long, description }) => (long ? [{ value: long, description }] : []));

const subcommandsOf = (command: Command): Candidate[] =>
  command
    .createHelp()
    .visibleCommands(command)
    .map((one) => ({ value: one.name(), description: one.description() }));

/** `--slot <slot>` and `--slots <slot...>` take what `<slot>` stands for. */
async function valuesOf(option: Option, source: Source): Promise<readonly Candidate[] | undefined> {
  if (option.argChoices) return plain(option.argChoices);
  const [, placeholder = ''] = /[<[]([^>\].]+)/.exec(option.flags) ?? [];
  return source(placeholder);
}

const plain = (values: readonly string[]): Candidate[] => values.map((value) => ({ value, description: '' }));

const matching = (candidates: readonly Candidate[] | undefined, begun: string) =>
  candidates?.filter(({ value }) => value.startsWith(begun));

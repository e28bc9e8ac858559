import { Help, type Command, type Option } from 'commander';

const REMARKS = new WeakMap<Command, string>();
const EXAMPLES = new WeakMap<Command, readonly string[]>();

/** What the options alone do not tell. */
export function remark(command: Command, text: string): void {
  REMARKS.set(command, text);
  command.addHelpText('after', `\n${text}`);
}

/** Ends the help of a command with command lines to try; `#` starts a remark. */
export function examples(command: Command, lines: readonly string[]): void {
  EXAMPLES.set(command, lines);
  const listed = lines.map((line) => `  $ ${line}`).join('\n');
  command.addHelpText('after', `\nExamples:\n${listed}`);
}

/** @public The reference page of the command line is made with it. */
export const remarkOf = (command: Command): string | undefined => REMARKS.get(command);

/** @public The reference page of the command line is made with it. */
export const examplesOf = (command: Command): readonly string[] => EXAMPLES.get(command) ?? [];

/** For the help of a command: `--version` belongs to the program alone. */
export function visibleGlobalOptions(command: Command): Option[] {
  const help = Object.assign(new Help(), { showGlobalOptions: true });
  return help.visibleGlobalOptions(command).filter(({ long }) => long !== '--version');
}

import { Command } from 'commander';
import { CommandContext, type GlobalOptions } from './command-context.js';
import { COMMAND_TABLE } from './command-table.js';
import { EXIT_MEANINGS } from './exit-codes.js';
import { UNKNOWN_COMMAND, withoutValues } from './terminal/usage-words.js';
import { defineLater, loadDefinition } from './lazy-definition.js';
import { examples, visibleGlobalOptions } from './terminal/help-text.js';
import type { Terminal } from './terminal/terminal.js';

const EXIT_STATUS = EXIT_MEANINGS.map(([status, meaning]) => `  ${String(status).padEnd(3)}  ${meaning}`).join('\n');

/** The whole command line, not yet run. Each command is there by name; what it takes is loaded when it is called. */
export function createProgram(terminal: Terminal, version: string): { program: Command; context: CommandContext } {
  const context = new CommandContext(terminal);
  const { print } = context;
  const program: Command = new Command('hal0')
    .description('Operates a hal0 box: its slots, models, configuration and hardware.')
    .version(version, '-V, --version', 'print the version')
    .option('--json', 'print the answer as JSON')
    .option('--url <address>', 'address of the API (HAL0_API_URL; by default the running one)')
    .option('--setup-code <code>', 'code of a box elsewhere that is not set up yet (better: HAL0_SETUP_CODE)')
    .configureHelp({ showGlobalOptions: true, visibleGlobalOptions, styleTitle: (title) => print.bold(title) })
    .configureOutput({
      writeOut: (text) => void terminal.stdout.write(text),
      // Under --json the envelope alone goes there, once the command line has failed.
      writeErr: (text) => void (program.opts<GlobalOptions>().json || terminal.stderr.write(text)),
      // What was meant by a command that is none is told by whoever runs the program.
      outputError: (text, write) => void (text.startsWith(UNKNOWN_COMMAND) || write(withoutValues(text))),
      getOutHasColors: () => print.hasColours,
      getErrHasColors: () => print.hasColours,
    })
    .showSuggestionAfterError()
    .exitOverride()
    .helpCommand(false)
    .hook('preSubcommand', (_program, command) => loadDefinition(command))
    .hook('preAction', (_program, command) => {
      context.globals = command.optsWithGlobals<GlobalOptions>();
    });
  examples(program, [
    'hal0 setup',
    'hal0 status',
    'hal0 chat "Hello, who are you?"',
    'hal0 slot load primary',
    'hal0 slot list --json',
    'hal0 doctor',
  ]);
  program.addHelpText('after', `\nExit status:\n${EXIT_STATUS}\n\nhal0 <command> --help tells more about one of them.`);

  for (const [heading, rows] of COMMAND_TABLE) {
    program.commandsGroup(heading);
    for (const { name, description, load, hidden = false } of rows) {
      const command = program.command(name, { hidden }).description(description).helpCommand(false);
      defineLater(command, async () => (await load())(command, context));
    }
  }
  return { program, context };
}

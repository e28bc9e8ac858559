import { Command } from 'commander';
import { CommandContext } from './command-context.js';
import { addBundleApply } from './commands/bundle-apply.command.js';
import { addBundleList } from './commands/bundle-list.command.js';
import { addChat } from './commands/chat.command.js';
import { addCloneScript } from './commands/clone-script.command.js';
import { addModelList } from './commands/model-list.command.js';
import { addSlotList } from './commands/slot-list.command.js';
import { addSlotLoad } from './commands/slot-load.command.js';
import { addSlotShow } from './commands/slot-show.command.js';
import { addSlotUnload } from './commands/slot-unload.command.js';
import { addStatus } from './commands/status.command.js';
import type { Terminal } from './terminal/terminal.js';

const EXAMPLES = `
Examples:
  $ hal0 status
  $ hal0 chat "Hello, who are you?"
  $ hal0 slot load primary
  $ hal0 slot list --json

hal0 <command> --help tells more about one of them.`;

const SLOT_EXAMPLES = `
Examples:
  $ hal0 slot list
  $ hal0 slot load primary --model hal0-demo-chat
  $ hal0 slot show primary --json`;

/** The whole command line, not yet run. */
export function createProgram(terminal: Terminal, version: string): Command {
  const context = new CommandContext(terminal);
  const program = new Command('hal0')
    .description('Operates a hal0 box: its slots, models and bundles.')
    .version(version)
    .option('--json', 'print the answer as JSON')
    .option('--url <address>', 'address of the API (HAL0_API_URL; by default the running one)')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => void terminal.stdout.write(text),
      writeErr: (text) => void terminal.stderr.write(text),
    })
    .showSuggestionAfterError()
    .exitOverride()
    .addHelpCommand(new Command('help').argument('[command]').description('more about a command').helpGroup('Use it:'))
    .addHelpText('after', EXAMPLES);

  program.commandsGroup('Use it:');
  addChat(program, context);
  addStatus(program, context);

  program.commandsGroup('Look after it:');
  const slot = program
    .command('slot')
    .description('named targets for requests: list, show, load, unload')
    .addHelpText('after', SLOT_EXAMPLES);
  addSlotList(slot, context);
  addSlotShow(slot, context);
  addSlotLoad(slot, context);
  addSlotUnload(slot, context);
  const model = program.command('model').description('models this box knows: list');
  addModelList(model, context);
  const bundle = program.command('bundle').description('sets of models that fit together: list, apply');
  addBundleList(bundle, context);
  addBundleApply(bundle, context);

  program.commandsGroup('Start and stop it (in a clone, as ./hal0):');
  addCloneScript(program);
  return program;
}

#!/usr/bin/env node
// The way into a clone: brings Node, installs, builds, starts, stops and tests. Runs on Node.js 18 without any package.
import { constants } from 'node:os';
import { build, isCliBuilt } from './bootstrap/build.mjs';
import { clean } from './bootstrap/clean.mjs';
import { commandLine } from './bootstrap/command-line.mjs';
import { down } from './bootstrap/down.mjs';
import { causeOf, Failure, Interrupted } from './bootstrap/failure.mjs';
import { install } from './bootstrap/install.mjs';
import { watchForInterruption } from './bootstrap/interruption.mjs';
import { provideNode } from './bootstrap/node-runtime.mjs';
import { parseOptions } from './bootstrap/options.mjs';
import { say } from './bootstrap/progress.mjs';
import { up } from './bootstrap/up.mjs';
import { test } from './checks/test.mjs';

const HELP = `Usage: ./hal0 <command>

  up [--demo] [--home DIR] [--port N] [--host H] [--detach]
                     install and build what is missing, then start hal0; --demo loads the offline demo models
  down [--home DIR]  stop what up --detach has started
  test [jest words]  every check and test; --only STEP[,STEP] for some of them
  install, build     only that
  clean [--all]      remove what was built, with --all what was installed too

Everything else is the command line: ./hal0 status, ./hal0 slot list, ./hal0 chat "Hello"; ./hal0 help lists it.
Data lives in .hal0 in this folder, or where HAL0_HOME or --home say.`;

const COMMANDS = {
  up,
  down,
  test,
  install: async (args) => {
    parseOptions('install', args, {});
    await install(await provideNode());
  },
  build: async (args) => {
    parseOptions('build', args, {});
    const runtime = await provideNode();
    await install(runtime);
    await build(runtime);
  },
  clean: (args) => clean({ everything: parseOptions('clean', args, { all: { type: 'boolean' } }).all }),
};

async function main([word, ...args]) {
  const asksForHelp = word === undefined || /^(help|-h|--help)$/.test(word);
  if (Object.hasOwn(COMMANDS, word ?? '') && args.some((arg) => /^(-h|--help)$/.test(arg))) return console.log(HELP);
  // Nobody should wait for a build to read the help.
  if (asksForHelp && !isCliBuilt()) return console.log(HELP);
  if (!Object.hasOwn(COMMANDS, word ?? 'help')) return commandLine(word === undefined ? ['help'] : [word, ...args]);
  watchForInterruption();
  return COMMANDS[word](args);
}

try {
  process.exitCode = (await main(process.argv.slice(2))) ?? 0;
} catch (error) {
  if (error instanceof Interrupted) {
    say('Stopped; nothing is left running.');
    process.exitCode = 128 + constants.signals[error.signal];
  } else if (error instanceof Failure) {
    say(error.message);
    process.exitCode = error.exitCode;
  } else if (error.code && causeOf(error.message)) {
    // A file of its own that could not be written: a full disk, a folder of somebody else.
    say(`${error.message}\n\n${causeOf(error.message)}`);
    process.exitCode = 1;
  } else throw error;
}

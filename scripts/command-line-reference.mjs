// docs/command-line.md and docs/man/hal0.1 from the commands themselves: node scripts/command-line-reference.mjs [--check]
// Needs the built command line: ./hal0 build.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { EXIT_MEANINGS } from '../apps/cli/dist/exit-codes.js';
import { loadDefinition } from '../apps/cli/dist/lazy-definition.js';
import { createProgram } from '../apps/cli/dist/program.js';
import { examplesOf, remarkOf } from '../apps/cli/dist/terminal/help-text.js';

const CLONE = join(import.meta.dirname, '..');
const COMMAND = 'node scripts/command-line-reference.mjs';

const ENVIRONMENT = [
  ['HAL0_HOME', 'a folder that takes the place of /etc/hal0, /var/lib/hal0, /var/log/hal0 and /usr/lib/hal0'],
  ['HAL0_API_URL', 'address of the API, as --url'],
  ['HAL0_API_KEY', 'an API key, where the API asks for one; on its own machine the operator needs none'],
  ['HAL0_SETUP_CODE', 'code of a box on another machine that is not set up yet, as --setup-code'],
  ['HAL0_BIND_HOST, HAL0_PORT', 'where serve listens, as --host and --port'],
  ['EDITOR, VISUAL', 'the editor of config edit; vi without them'],
  ['NO_COLOR, FORCE_COLOR', 'no colours at a terminal; colours even where there is none'],
];

const FILES = [
  ['/etc/hal0/hal0.toml', 'the configuration; docs/configuration-reference.md tells every setting'],
  ['/etc/hal0/capabilities.toml', 'the slots, as hal0 keeps them'],
  ['/etc/hal0/conf.d/*.toml', "drop-ins that win over hal0's own files"],
  ['/etc/hal0/api.env', 'secrets; readable by its owner only'],
  ['/etc/hal0/hardware.json', 'what the last probe found'],
  ['/var/lib/hal0/api.json', 'address and process id of the running API'],
];

/** Every visible command with all it takes, in groups. */
async function readProgram() {
  const { version } = JSON.parse(readFileSync(join(CLONE, 'apps/cli/package.json'), 'utf8'));
  const silent = { write: () => true };
  const { program } = createProgram({ stdin: {}, stdout: silent, stderr: silent, environment: {} }, version);
  const help = program.createHelp();
  const groups = new Map();
  for (const command of help.visibleCommands(program)) {
    await loadDefinition(command);
    const heading = command.helpGroup().replace(/:$/, '');
    groups.set(heading, [...(groups.get(heading) ?? []), ...withSubcommands(help, command, 'hal0')]);
  }
  return { version, description: program.description(), globals: rowsOf(program.options), groups: [...groups] };
}

function withSubcommands(help, command, parent) {
  const name = `${parent} ${command.name()}`;
  const children = help.visibleCommands(command);
  if (children.length) return children.flatMap((child) => withSubcommands(help, child, name));
  return [
    {
      usage: `${name} ${command.usage()}`,
      name,
      aliases: command.aliases(),
      description: command.description(),
      arguments: help.visibleArguments(command).map((one) => [one.name(), help.argumentDescription(one)]),
      options: rowsOf(
        help.visibleOptions(command).filter(({ long }) => long !== '--help'),
        help,
      ),
      remark: remarkOf(command),
      examples: examplesOf(command),
    },
  ];
}

const rowsOf = (options, help) => options.map((one) => [one.flags, help?.optionDescription(one) ?? one.description]);

const cell = (text) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
const table = (heading, rows) =>
  rows.length
    ? `| ${heading} | |\n| --- | --- |\n${rows.map(([name, text]) => `| \`${name.replaceAll('|', '\\|')}\` | ${cell(text)} |\n`).join('')}\n`
    : '';

function markdown({ description, globals, groups }) {
  const parts = [
    `# Command line\n\n${description} \`hal0 --help\` and \`hal0 <command> --help\` say the same as this page, which is made from the commands by \`${COMMAND}\`; \`man hal0\` too.\n\n`,
    'Every command takes `--json`. Colours and progress appear at a terminal only. Credentials are typed unseen or piped in, never words of the command line.\n\n',
    table('Option', globals),
    `## Exit status\n\n${table(
      'Status',
      EXIT_MEANINGS.map(([status, text]) => [String(status), text]),
    )}`,
    `## Environment\n\n${table('Variable', ENVIRONMENT)}`,
    `## Files\n\nUnder \`HAL0_HOME\` when that is set.\n\n${table('File', FILES)}`,
  ];
  for (const [heading, commands] of groups) {
    parts.push(`## ${heading}\n\n`);
    for (const one of commands) {
      const aliases = one.aliases.length ? ` Also: \`${one.aliases.join('`, `')}\`.` : '';
      parts.push(`### ${one.name}\n\n${sentence(one.description)}${aliases}\n\n\`\`\`sh\n${one.usage}\n\`\`\`\n\n`);
      parts.push(table('Argument', one.arguments), table('Option', one.options));
      if (one.remark) parts.push(`${cell(one.remark)}\n\n`);
      if (one.examples.length) parts.push(`\`\`\`sh\n${one.examples.join('\n')}\n\`\`\`\n\n`);
    }
  }
  return `${parts.join('').trimEnd()}\n`;
}

const sentence = (text) => `${text[0].toUpperCase()}${cell(text.slice(1))}${/[.!?]$/.test(text) ? '' : '.'}`;

/** Text as roff takes it: no escapes, no requests at the beginning of a line. */
const roff = (text) =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll(/^([.'])/gm, '\\&$1');
const entries = (rows) => rows.map(([name, text]) => `.TP\n.B ${roff(name)}\n${roff(text)}\n`).join('');

function manual({ version, description, globals, groups }) {
  const parts = [
    `.\\" Made by ${COMMAND}.\n.TH HAL0 1 "" "hal0 ${version}" "hal0"\n`,
    `.SH NAME\nhal0 \\- the command line of a hal0 box\n.SH SYNOPSIS\n.B hal0\n.RI [ options ]\n.I command\n.RI [ arguments ]\n`,
    `.SH DESCRIPTION\n${roff(description)} Most commands ask the API of the running hal0; those about the configuration and the hardware also work without it.\n`,
    `.SH OPTIONS\n${entries(globals)}.SH COMMANDS\n`,
  ];
  for (const [heading, commands] of groups) {
    parts.push(`.SS ${roff(heading)}\n`);
    for (const one of commands) {
      parts.push(`.TP\n.B ${roff(one.usage)}\n${roff(sentence(one.description).replaceAll('&lt;', '<'))}\n`);
      const rows = [...one.arguments, ...one.options];
      if (rows.length) parts.push(`.RS\n${entries(rows)}.RE\n`);
      if (one.remark) parts.push(`.IP\n${roff(one.remark)}\n`);
      if (one.examples.length) parts.push(`.IP\n.nf\n${one.examples.map(roff).join('\n')}\n.fi\n`);
    }
  }
  parts.push(
    `.SH EXIT STATUS\n${entries(EXIT_MEANINGS.map(([status, text]) => [String(status), text]))}`,
    `.SH ENVIRONMENT\n${entries(ENVIRONMENT)}.SH FILES\n${entries(FILES)}`,
  );
  return parts.join('');
}

const program = await readProgram();
const pages = [
  [join(CLONE, 'docs/command-line.md'), markdown(program)],
  [join(CLONE, 'docs/man/hal0.1'), manual(program)],
];
for (const [path, page] of pages) {
  if (!process.argv.includes('--check')) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, page);
  } else if (readFileSync(path, 'utf8') !== page) {
    console.error(`${relative(CLONE, path)} does not tell what the commands say. Run: ${COMMAND}`);
    process.exitCode = 1;
  }
}
